using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Viam.Billing.Sandbox.Services;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>The sandbox services in Kestrel, on a free loopback port, over HTTP/2.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Connections _connections;

    private TestServer(WebApplication app, Connections connections, SandboxState state, Faults faults, Uri address)
    {
        _app = app;
        _connections = connections;
        State = state;
        Faults = faults;
        Address = address;
    }

    public SandboxState State { get; }

    /// <summary>The recorded requests, and the faults that a test injects.</summary>
    public Faults Faults { get; }

    public Uri Address { get; }

    /// <summary>The number of connections opened so far.</summary>
    public int ConnectionCount => _connections.Opened;

    /// <summary>The number of open connections.</summary>
    public int OpenConnectionCount => _connections.Open.Count;

    /// <param name="certificate">If specified, the server uses TLS; otherwise plain HTTP/2.</param>
    /// <param name="port">The port of a stopped server; 0 for a free port.</param>
    public static async Task<TestServer> StartAsync(
        SandboxState? state = null,
        X509Certificate2? certificate = null,
        string host = "localhost",
        int port = 0
    )
    {
        state ??= new SandboxState(TimeProvider.System);
        var faults = new Faults();
        var connections = new Connections();
        // Reads no configuration files, because watching them would use one of the limited inotify instances.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                IPAddress.Loopback,
                port,
                listen =>
                {
                    listen.Protocols = HttpProtocols.Http2;
                    listen.Use(next =>
                        async connection =>
                        {
                            Interlocked.Increment(ref connections.Opened);
                            connections.Open[connection] = true;
                            try
                            {
                                await next(connection);
                            }
                            finally
                            {
                                connections.Open.TryRemove(connection, out _);
                            }
                        }
                    );
                    if (certificate is not null)
                    {
                        listen.UseHttps(certificate);
                    }
                }
            )
        );
        builder.Services.AddSingleton(state);
        builder.Services.AddSingleton(faults);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<Faults>();
            grpc.MaxReceiveMessageSize = null;
            grpc.MaxSendMessageSize = null;
        });
        var app = builder.Build();
        app.MapGrpcService<SandboxAuthService>();
        app.MapGrpcService<SandboxBillingService>();
        app.MapGrpcService<SandboxAppService>();
        await app.StartAsync();
        port = new Uri(app.Urls.Single()).Port;
        return new TestServer(
            app,
            connections,
            state,
            faults,
            new Uri($"{(certificate is null ? "http" : "https")}://{host}:{port}")
        );
    }

    /// <summary>Aborts every connection without notice, as a lost network does.</summary>
    public void AbortConnections()
    {
        foreach (var connection in _connections.Open.Keys)
        {
            connection.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Calls left hanging by a test must not delay the shutdown.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private sealed class Connections
    {
        public int Opened;

        public ConcurrentDictionary<ConnectionContext, bool> Open { get; } = new();
    }
}
