using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>For a while something else stands where a session has its service.</summary>
public sealed class UnexpectedServerTests : FaultTest
{
    public enum StandIn
    {
        ResetsConnections,
        NeverSaysAWord,
        SpeaksAnotherProtocol,
        SpeaksHttp1,
        SendsAPage,
        MissesTheService,
    }

    public enum Certificate
    {
        OfAnotherHost,
        Expired,
        SelfSigned,

        /// <summary>No TLS at all.</summary>
        None,
    }

    private static readonly Moment[] s_moments = [Moment.Invoices, Moment.Pdf];

    public static TheoryData<StandIn> StandIns => [.. Enum.GetValues<StandIn>()];

    public static TheoryData<Certificate> Certificates => [.. Enum.GetValues<Certificate>()];

    [Theory]
    [MemberData(nameof(StandIns))]
    public async Task WhatIsNotTheServiceIsToldAndTheSessionGoesOn(StandIn standIn)
    {
        await using var relay = new Relay(Server);
        Connect(standIn is StandIn.NeverSaysAWord ? Impatient : Patient, relay.Address);
        await using var web = await WebServer.StartAsync(standIn is StandIn.SpeaksHttp1 ? HttpProtocols.Http1 : HttpProtocols.Http2, context =>
        {
            context.Response.StatusCode = standIn is StandIn.MissesTheService ? 503 : 200;
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html><body>Welcome</body></html>");
        });
        foreach (var moment in s_moments)
        {
            Begin(standIn, relay, web);

            var error = AssertOneError(moment, standIn switch
            {
                StandIn.NeverSaysAWord => BillingError.DeadlineExceeded,
                StandIn.MissesTheService => BillingError.ServiceUnavailable,
                // A server that is lost during the handshake cannot be told from one that knows none.
                _ => BillingError.NotAGrpcServer,
            });

            Assert.Null(((BillingException)error.Exception).ServerMessage);
            Assert.DoesNotContain("disposed", error.ErrorDetails.Message, StringComparison.Ordinal);
            if (standIn is StandIn.SendsAPage) Assert.Contains("text/html", error.ErrorDetails.Message, StringComparison.Ordinal);
            if (standIn is StandIn.MissesTheService) Assert.Contains("503", error.ErrorDetails.Message, StringComparison.Ordinal);
            relay.Do(null);
            AssertTheSessionWorks();
        }
    }

    [Theory]
    [MemberData(nameof(Certificates))]
    public async Task AServerThatIsNotTrustedGetsNothingAndTheSessionGoesOn(Certificate certificate)
    {
        await using var server = await TestServer.StartAsync(Server.World, TestAuthority.Issue("localhost"));
        await using var relay = new Relay(server);
        Connect(Patient, relay.Address);
        await using var other = await TestServer.StartAsync(Server.World, certificate switch
        {
            Certificate.OfAnotherHost => TestAuthority.Issue("other.example"),
            Certificate.Expired => TestAuthority.Issue("localhost", DateTimeOffset.UtcNow.AddHours(-1)),
            Certificate.SelfSigned => TestAuthority.SelfSigned("localhost"),
            _ => null,
        });
        foreach (var moment in s_moments)
        {
            var connections = other.ConnectionCount;
            relay.Divert(other.Address.Port);

            AssertOneError(moment, BillingError.TlsFailed);

            Assert.True(other.ConnectionCount > connections);
            Assert.Empty(other.Faults.Seen);
            relay.Do(null);
            AssertTheSessionWorks();
        }
    }

    /// <summary>The wire's tests have it for the key; here it is the token that might leave.</summary>
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task ARedirectCarriesNoTokenToAnotherHost(int status)
    {
        await using var relay = new Relay(Server);
        Connect(Patient, relay.Address);
        await using var other = await TestServer.StartAsync(Server.World, host: "127.0.0.1");
        await using var redirect = await WebServer.StartAsync(HttpProtocols.Http2, context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = new Uri(other.Address, context.Request.Path).AbsoluteUri;
            return Task.CompletedTask;
        });
        foreach (var moment in s_moments)
        {
            var requests = redirect.RequestCount;
            relay.Divert(redirect.Address.Port);

            AssertOneError(moment, BillingError.NotAGrpcServer);

            Assert.Equal(1, redirect.RequestCount - requests);
            Assert.Equal(0, other.ConnectionCount);
            relay.Do(null);
            AssertTheSessionWorks();
        }
    }

    private static void Begin(StandIn standIn, Relay relay, WebServer web)
    {
        switch (standIn)
        {
            case StandIn.ResetsConnections:
                relay.Do(ResetAsync);
                break;
            case StandIn.NeverSaysAWord:
                relay.Do(RawServer.KeepSilentAsync);
                break;
            case StandIn.SpeaksAnotherProtocol:
                relay.Do(static (stream, stop) => RawServer.SayAsync(stream, "SSH-2.0-OpenSSH_9.6\r\n", stop));
                break;
            default:
                relay.Divert(web.Address.Port);
                break;
        }
    }

    private static async Task ResetAsync(NetworkStream stream, CancellationToken stop)
    {
        await stream.ReadExactlyAsync(new byte[Http2.PrefaceLength], stop);
        // Only once the client has nothing more to send is it certain how it learns of the reset.
        await Http2.ReadMessageAsync(stream, stop);
        RawServer.Reset(stream);
    }
}
