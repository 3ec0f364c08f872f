using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Viam.Billing.Grpc;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Errors for failed connections.</summary>
public sealed class TransportTests
{
    private const string Html = "<html><body>Welcome</body></html>";

    [Fact]
    public async Task UnknownHostFailsWithHostNotFound()
    {
        // A host name label can't exceed 63 characters, so no DNS server is queried.
        var host = new string('a', 64) + ".invalid";

        var failure = await AuthenticateAsync(new Uri($"https://{host}:443"));

        AssertFailure(BillingError.HostNotFound, "UNAVAILABLE", $"The host name {host} couldn't be resolved.", failure);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task ClosedPortFailsWithConnectionRefused(string scheme)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();

        var failure = await AuthenticateAsync(address);

        AssertFailure(
            BillingError.ConnectionRefused,
            "UNAVAILABLE",
            $"Connection refused by {address.Authority}.",
            failure
        );
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task SilentServerFailsWithDeadlineExceeded(string scheme)
    {
        await using var server = RawServer.Silent();

        var (failure, elapsed) = await Failure.CaptureTimedAsync(() =>
            AuthenticateOnceAsync(server.Address(scheme), Client.ShortTimeout)
        );

        AssertFailure(
            BillingError.DeadlineExceeded,
            "DEADLINE_EXCEEDED",
            $"localhost:{server.Port} didn't respond to AuthService/Authenticate within 1 s.",
            failure
        );
        Assert.InRange(elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task RequestWithoutResponseFailsWithDeadlineExceeded()
    {
        await using var server = await TestServer.StartAsync();
        server.Faults.Before = FaultExtensions.HangAsync;

        var (failure, elapsed) = await Failure.CaptureTimedAsync(() =>
            AuthenticateOnceAsync(server.Address, Client.ShortTimeout)
        );

        AssertFailure(
            BillingError.DeadlineExceeded,
            "DEADLINE_EXCEEDED",
            $"{server.Address.Authority} didn't respond to AuthService/Authenticate within 1 s.",
            failure
        );
        Assert.InRange(elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
        Assert.Single(server.Faults.RecordedCalls);
    }

    [Fact]
    public async Task IncompleteConnectionDoesNotBlockNextRequest()
    {
        await using var server = await TestServer.StartAsync(certificate: TestAuthority.Issue("localhost"));
        var connections = 0;
        await using var front = new RawServer(
            (stream, stop) =>
                Interlocked.Increment(ref connections) == 1
                    ? RawServer.ReadWithoutRespondingAsync(stream, stop)
                    : Relay.PassAsync(stream, server.Address.Port, stop)
        );
        using var service = Client.Create(
            front.Address("https"),
            Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey),
            TimeSpan.FromSeconds(2)
        );
        Assert.Equal(
            BillingError.DeadlineExceeded,
            (await Assert.ThrowsAsync<BillingException>(() => service.AuthenticateAsync(Client.Call))).Error
        );

        Assert.NotEmpty(await service.ListOrganizationsAsync(Client.Call));

        Assert.Equal(2, connections);
    }

    [Fact]
    public async Task ConnectTimeoutFailsWithServiceUnavailable()
    {
        await using var server = RawServer.Silent();
        using var service = new GrpcBillingServiceProvider().Create(
            new BillingServiceOptions(
                server.Address("https"),
                Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey),
                Client.LongTimeout
            )
            {
                ConnectTimeout = Client.ShortTimeout,
            }
        );

        var (failure, elapsed) = await Failure.CaptureTimedAsync(() => service.AuthenticateAsync(Client.Call));

        Assert.Equal(
            (BillingError.ServiceUnavailable, "UNAVAILABLE", false),
            (failure.Error, failure.GrpcStatus, failure.IsOutcomeUnknown)
        );
        Assert.StartsWith($"localhost:{server.Port} ", failure.Message);
        // Four attempts of one second, and the delays between them.
        Assert.InRange(elapsed, TimeSpan.FromSeconds(3.9), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task SelfSignedCertificateIsNotTrusted() =>
        await AssertNotTrustedAsync(TestAuthority.SelfSigned("localhost"));

    [Fact]
    public async Task CertificateOfAnotherHostIsNotTrusted() =>
        await AssertNotTrustedAsync(TestAuthority.Issue("other.example"));

    [Fact]
    public async Task ExpiredCertificateIsNotTrusted() =>
        await AssertNotTrustedAsync(TestAuthority.Issue("localhost", DateTimeOffset.UtcNow.AddHours(-1)));

    [Fact]
    public async Task TlsToPlainServerFailsWithTlsFailed()
    {
        await using var server = await TestServer.StartAsync();

        var failure = await AuthenticateAsync(new Uri($"https://{server.Address.Authority}"));

        Assert.Equal(BillingError.TlsFailed, failure.Error);
        Assert.StartsWith(
            $"Couldn't establish a trusted TLS connection to {server.Address.Authority}.",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(server.Faults.RecordedCalls);
    }

    [Fact]
    public async Task PlainHttp2ToTlsServerFailsWithNotAGrpcServer()
    {
        await using var server = await TestServer.StartAsync(certificate: TestAuthority.Issue("localhost"));

        await AssertNoGrpcServerAsync(new Uri($"http://{server.Address.Authority}"));
        Assert.Empty(server.Faults.RecordedCalls);
    }

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

    [Fact]
    public async Task TlsServerWithoutProtocolNegotiationFailsWithNotAGrpcServer()
    {
        using var certificate = TestAuthority.Issue("localhost");
        await using var server = new RawServer(
            async (stream, stop) =>
            {
                await using var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = certificate },
                    stop
                );
                await tls.CopyToAsync(Stream.Null, stop);
            }
        );

        await AssertNoGrpcServerAsync(server.Address("https"));
    }

    [Fact]
    public async Task TlsServerThatRefusesHttp2FailsWithTlsFailed()
    {
        await using var server = await WebServer.StartAsync(
            HttpProtocols.Http1,
            static context => context.Response.WriteAsync(Html),
            TestAuthority.Issue("localhost")
        );

        var failure = await AuthenticateAsync(server.Address);

        Assert.Equal(BillingError.TlsFailed, failure.Error);
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

    private static async Task AssertNotTrustedAsync(X509Certificate2 certificate)
    {
        await using var server = await TestServer.StartAsync(certificate: certificate);

        var failure = await AuthenticateAsync(server.Address);

        Assert.Equal(BillingError.TlsFailed, failure.Error);
        Assert.StartsWith(
            $"Couldn't establish a trusted TLS connection to {server.Address.Authority}. (",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("certificate", failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.ServerMessage);
        Assert.Empty(server.Faults.RecordedCalls);
    }

    private static async Task AssertNoGrpcServerAsync(Uri address)
    {
        var failure = await AuthenticateAsync(address);

        Assert.True(failure.Error == BillingError.NotAGrpcServer, failure.ToString());
        Assert.StartsWith(
            $"The server at {address.Authority} isn't a gRPC server.",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Null(failure.ServerMessage);
    }

    private static void AssertFailure(BillingError error, string status, string sentence, BillingException failure)
    {
        Assert.Equal((error, status), (failure.Error, failure.GrpcStatus));
        Assert.StartsWith(sentence, failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.ServerMessage);
    }

    private static Task<BillingException> AuthenticateAsync(Uri address) =>
        Failure.CaptureAsync(AuthenticateOnceAsync(address, Client.LongTimeout));

    private static async Task AuthenticateOnceAsync(Uri address, TimeSpan timeout)
    {
        using var service = Client.Create(address, Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey), timeout);
        await service.AuthenticateAsync(Client.Call);
    }
}
