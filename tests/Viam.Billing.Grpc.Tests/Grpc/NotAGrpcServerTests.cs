using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Errors for servers of other protocols.</summary>
public sealed class NotAGrpcServerTests : TransportTest
{
    [Fact]
    public async Task Http1ServerFailsWithNotAGrpcServer()
    {
        await using var server = await WebServer.StartAsync(
            HttpProtocols.Http1,
            static context => context.Response.WriteAsync(Html)
        );

        await AssertNoGrpcServerAsync(server.Address);
        Assert.Equal(0, server.RequestCount);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 33\r\n\r\n" + Html)]
    [InlineData("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n" + Html)]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    public async Task ServerWithOtherProtocolFailsWithNotAGrpcServer(string words)
    {
        await using var server = RawServer.Sending(words);

        await AssertNoGrpcServerAsync(server.Address("http"));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task HtmlPageFailsWithNotAGrpcServer(int status)
    {
        await using var server = await StartPageAsync(status);

        await AssertNoGrpcServerAsync(server.Address);
        Assert.Equal(1, server.RequestCount);
    }

    [Fact]
    public async Task GatewayErrorFailsWithServiceUnavailable() =>
        await Task.WhenAll(
            new[] { 502, 503, 504 }.Select(async status =>
            {
                await using var server = await StartPageAsync(status);

                var failure = await AuthenticateAsync(server.Address);

                AssertFailure(
                    BillingError.ServiceUnavailable,
                    "UNAVAILABLE",
                    $"{server.Address.Authority} is unavailable.",
                    failure
                );
                Assert.Equal(4, server.RequestCount);
            })
        );

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task RedirectIsNotFollowed(int status)
    {
        await using var other = await TestServer.StartAsync();
        await using var server = await WebServer.StartAsync(
            HttpProtocols.Http2,
            context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = new Uri(other.Address, context.Request.Path).AbsoluteUri;
                return Task.CompletedTask;
            }
        );

        await AssertNoGrpcServerAsync(server.Address);
        Assert.Equal(1, server.RequestCount);
        Assert.Empty(other.Faults.RecordedCalls);
        Assert.Equal(0, other.ConnectionCount);
    }

    private static Task<WebServer> StartPageAsync(int status) =>
        WebServer.StartAsync(
            HttpProtocols.Http2,
            context =>
            {
                context.Response.StatusCode = status;
                context.Response.ContentType = "text/html";
                return context.Response.WriteAsync(Html);
            }
        );
}
