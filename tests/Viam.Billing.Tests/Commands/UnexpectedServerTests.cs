using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>An unexpected server temporarily replaces the service of a session.</summary>
public sealed class UnexpectedServerTests : FaultTest
{
    public enum ServerKind
    {
        ResetsConnections,
        NeverResponds,
        UsesAnotherProtocol,
        SupportsOnlyHttp1,
        ReturnsHtmlPage,
        ReturnsServiceUnavailable,
    }

    public enum Certificate
    {
        WrongHost,
        Expired,
        SelfSigned,

        /// <summary>No TLS.</summary>
        None,
    }

    private static readonly FaultPoint[] s_faultPoints = [FaultPoint.Invoices, FaultPoint.Pdf];

    public static TheoryData<ServerKind> ServerKinds => [.. Enum.GetValues<ServerKind>()];

    public static TheoryData<Certificate> Certificates => [.. Enum.GetValues<Certificate>()];

    [Theory]
    [MemberData(nameof(ServerKinds))]
    public async Task UnexpectedServerWritesOneErrorAndSessionRemainsUsable(ServerKind serverKind)
    {
        await using var relay = new Relay(Server);
        Connect(serverKind is ServerKind.NeverResponds ? ShortTimeoutParameters : LongTimeoutParameters, relay.Address);
        await using var web = await WebServer.StartAsync(
            serverKind is ServerKind.SupportsOnlyHttp1 ? HttpProtocols.Http1 : HttpProtocols.Http2,
            context =>
            {
                context.Response.StatusCode = serverKind is ServerKind.ReturnsServiceUnavailable ? 503 : 200;
                context.Response.ContentType = "text/html";
                return context.Response.WriteAsync("<html><body>Welcome</body></html>");
            }
        );
        foreach (var moment in s_faultPoints)
        {
            Begin(serverKind, relay, web);

            var error = AssertOneError(
                moment,
                serverKind switch
                {
                    ServerKind.NeverResponds => BillingError.DeadlineExceeded,
                    ServerKind.ReturnsServiceUnavailable => BillingError.ServiceUnavailable,
                    // A connection lost during the handshake can't be distinguished from a server without HTTP/2.
                    _ => BillingError.NotAGrpcServer,
                }
            );

            Assert.Null(((BillingException)error.Exception).ServerMessage);
            Assert.DoesNotContain("disposed", error.ErrorDetails.Message, StringComparison.Ordinal);
            if (serverKind is ServerKind.ReturnsHtmlPage)
            {
                Assert.Contains("text/html", error.ErrorDetails.Message, StringComparison.Ordinal);
            }

            if (serverKind is ServerKind.ReturnsServiceUnavailable)
            {
                Assert.Contains("503", error.ErrorDetails.Message, StringComparison.Ordinal);
            }

            relay.ReplaceHandler(null);
            AssertSessionIsUsable();
        }
    }

    [Theory]
    [MemberData(nameof(Certificates))]
    public async Task UntrustedServerReceivesNoRequestAndSessionRemainsUsable(Certificate certificate)
    {
        await using var server = await TestServer.StartAsync(Server.State, TestAuthority.Issue("localhost"));
        await using var relay = new Relay(server);
        Connect(LongTimeoutParameters, relay.Address);
        await using var other = await TestServer.StartAsync(
            Server.State,
            certificate switch
            {
                Certificate.WrongHost => TestAuthority.Issue("other.example"),
                Certificate.Expired => TestAuthority.Issue("localhost", DateTimeOffset.UtcNow.AddHours(-1)),
                Certificate.SelfSigned => TestAuthority.SelfSigned("localhost"),
                _ => null,
            }
        );
        foreach (var moment in s_faultPoints)
        {
            var connections = other.ConnectionCount;
            relay.RedirectTo(other.Address.Port);

            AssertOneError(moment, BillingError.TlsFailed);

            Assert.True(other.ConnectionCount > connections);
            Assert.Empty(other.Faults.RecordedCalls);
            relay.ReplaceHandler(null);
            AssertSessionIsUsable();
        }
    }

    /// <summary>The same as in the gRPC tests, but with an access token instead of an API key.</summary>
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task RedirectDoesNotSendTokenToAnotherHost(int status)
    {
        await using var relay = new Relay(Server);
        Connect(LongTimeoutParameters, relay.Address);
        await using var other = await TestServer.StartAsync(Server.State, host: "127.0.0.1");
        await using var redirect = await WebServer.StartAsync(
            HttpProtocols.Http2,
            context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = new Uri(other.Address, context.Request.Path).AbsoluteUri;
                return Task.CompletedTask;
            }
        );
        foreach (var moment in s_faultPoints)
        {
            var requests = redirect.RequestCount;
            relay.RedirectTo(redirect.Address.Port);

            AssertOneError(moment, BillingError.NotAGrpcServer);

            // Names are requested beside the first read.
            Assert.InRange(redirect.RequestCount - requests, 1, 2);
            Assert.Equal(0, other.ConnectionCount);
            relay.ReplaceHandler(null);
            AssertSessionIsUsable();
        }
    }

    private static void Begin(ServerKind serverKind, Relay relay, WebServer web)
    {
        switch (serverKind)
        {
            case ServerKind.ResetsConnections:
                relay.ReplaceHandler(ResetAsync);
                break;
            case ServerKind.NeverResponds:
                relay.ReplaceHandler(RawServer.ReadWithoutRespondingAsync);
                break;
            case ServerKind.UsesAnotherProtocol:
                relay.ReplaceHandler(
                    static (stream, stop) => RawServer.SendAsync(stream, "SSH-2.0-OpenSSH_9.6\r\n", stop)
                );
                break;
            default:
                relay.RedirectTo(web.Address.Port);
                break;
        }
    }

    private static async Task ResetAsync(NetworkStream stream, CancellationToken stop)
    {
        await stream.ReadExactlyAsync(new byte[Http2.PrefaceLength], stop);
        // How the client detects the reset is deterministic only when it has nothing more to send.
        await Http2.ReadMessageAsync(stream, stop);
        RawServer.Reset(stream);
    }
}
