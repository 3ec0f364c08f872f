using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Errors for TLS connections that cannot be established.</summary>
public sealed class TlsTests : TransportTest
{
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
}
