using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>A web server without gRPC, on a free loopback port.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requestCount;

    private WebServer(WebApplication app) => _app = app;

    public int RequestCount => Volatile.Read(ref _requestCount);

    public Uri Address { get; private set; } = null!;

    public static async Task<WebServer> StartAsync(
        HttpProtocols protocols,
        RequestDelegate answer,
        X509Certificate2? certificate = null
    )
    {
        // Reads no configuration files, because watching them would use one of the limited inotify instances.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                IPAddress.Loopback,
                0,
                listen =>
                {
                    listen.Protocols = protocols;
                    if (certificate is not null)
                    {
                        listen.UseHttps(certificate);
                    }
                }
            )
        );
        var server = new WebServer(builder.Build());
        server._app.Run(context =>
        {
            Interlocked.Increment(ref server._requestCount);
            return answer(context);
        });
        await server._app.StartAsync();
        server.Address = new Uri(
            $"{(certificate is null ? "http" : "https")}://localhost:{new Uri(server._app.Urls.Single()).Port}"
        );
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
