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
    private readonly ConcurrentDictionary<ConnectionContext, bool> _connections = new();
    private WebApplication _app = null!;
    private int _connectionCount;
    private bool _isStopped;

    private TestServer(SandboxState state) => State = state;

    public SandboxState State { get; private set; }

    /// <summary>The recorded requests, and the faults that a test injects.</summary>
    public Faults Faults { get; private set; } = new();

    public Uri Address { get; private set; } = null!;

    /// <summary>The number of connections opened so far.</summary>
    public int ConnectionCount => _connectionCount;

    /// <summary>The number of open connections.</summary>
    public int OpenConnectionCount => _connections.Count;

    /// <param name="certificate">If specified, the server uses TLS; otherwise plain HTTP/2.</param>
    /// <param name="port">The port of a stopped server; 0 for a free port.</param>
    public static async Task<TestServer> StartAsync(
        SandboxState? state = null,
        X509Certificate2? certificate = null,
        string host = "localhost",
        int port = 0
    )
    {
        var server = new TestServer(state ?? new SandboxState(TimeProvider.System));
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
                    listen.Use(server.TrackConnection);
                    if (certificate is not null)
                    {
                        listen.UseHttps(certificate);
                    }
                }
            )
        );
        // Not singletons, because a reset replaces them.
        builder.Services.AddTransient(_ => server.State);
        builder.Services.AddTransient(_ => server.Faults);
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
        server._app = app;
        server.Address = new Uri($"{(certificate is null ? "http" : "https")}://{host}:{port}");
        return server;
    }

    /// <summary>Aborts every connection without notice, as a lost network does.</summary>
    public void AbortConnections()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Abort();
        }
    }

    /// <summary>Aborts every connection, and replaces the state, the faults, and the recorded requests.</summary>
    /// <returns>False if the server can't be used for another test.</returns>
    public async Task<bool> TryResetAsync(SandboxState state)
    {
        AbortConnections();
        for (var waits = 0; !_isStopped && !_connections.IsEmpty; waits++)
        {
            if (waits == 100)
            {
                return false;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(2));
            AbortConnections();
        }
        State = state;
        Faults = new Faults();
        _connectionCount = 0;
        return !_isStopped;
    }

    public async ValueTask DisposeAsync()
    {
        _isStopped = true;
        // Calls left hanging by a test must not delay the shutdown.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private ConnectionDelegate TrackConnection(ConnectionDelegate next) =>
        async connection =>
        {
            Interlocked.Increment(ref _connectionCount);
            _connections[connection] = true;
            try
            {
                await next(connection);
            }
            finally
            {
                _connections.TryRemove(connection, out _);
            }
        };
}
