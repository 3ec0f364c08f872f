using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Whatever happens, the service receives a charge or an email at most once.</summary>
public sealed class AtMostOnceTests : GrpcTest
{
    public static TheoryData<string> Rpcs => GrpcCall.NamesOf(GrpcCall.AtMostOnce);

    public static MatrixTheoryData<string, StatusCode> Refusals =>
        new(
            GrpcCall.AtMostOnce.Select(call => call.Rpc),
            [
                StatusCode.Unavailable,
                StatusCode.Unauthenticated,
                StatusCode.Internal,
                StatusCode.Aborted,
                StatusCode.ResourceExhausted,
                StatusCode.Unknown,
            ]
        );

    /// <summary>All HTTP/2 error codes (RFC 9113, section 7).</summary>
    public static MatrixTheoryData<string, int> Resets =>
        new(GrpcCall.AtMostOnce.Select(call => call.Rpc), Enumerable.Range(0, 0xe));

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task RefusedRequestIsNotSentAgain(string rpc, StatusCode code)
    {
        var service = await ConnectAsync();
        Faults.Refuse(rpc, code, "no");

        var failure = await FailAsync(service, rpc);

        Assert.Equal("no", failure.ServerMessage);
        Assert.Equal(
            code is not (StatusCode.Unauthenticated or StatusCode.ResourceExhausted),
            failure.IsOutcomeUnknown
        );
        AssertSent(rpc, done: 0);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task RequestThatFailsAfterProcessingIsNotSentAgain(string rpc, StatusCode code)
    {
        var service = await ConnectAsync();
        Faults.After = _ => throw new RpcException(new Status(code, "no"));

        await FailAsync(service, rpc);

        AssertSent(rpc, done: 1);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task TimedOutRequestIsNotSentAgain(string rpc)
    {
        var service = await ConnectAsync(timeout: Client.ShortTimeout);
        Faults.After = static context => context.HangAsync();

        var failure = await FailAsync(service, rpc);

        Assert.Equal((BillingError.DeadlineExceeded, "DEADLINE_EXCEEDED"), (failure.Error, failure.GrpcStatus));
        Assert.True(failure.IsOutcomeUnknown);
        AssertSent(rpc, done: 1);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task RequestWithAbortedStreamIsNotSentAgain(string rpc)
    {
        var service = await ConnectAsync();
        Faults.After = static context =>
        {
            context.GetHttpContext().Abort();
            return context.HangAsync();
        };

        var failure = await FailAsync(service, rpc);

        Assert.True(failure.IsOutcomeUnknown);
        AssertSent(rpc, done: 1);
    }

    /// <summary>.NET's HTTP/2 client resends refused streams, and gRPC maps some resets to refusal statuses.</summary>
    [Theory]
    [MemberData(nameof(Resets))]
    public async Task RequestIsNotSentAgainForAnyStreamErrorCode(string rpc, int errorCode)
    {
        var service = await ConnectAsync();
        Faults.After = context =>
        {
            context.GetHttpContext().Features.GetRequiredFeature<IHttpResetFeature>().Reset(errorCode);
            return context.HangAsync();
        };

        var failure = await FailAsync(service, rpc);

        Assert.True(failure.IsOutcomeUnknown, failure.ToString());
        AssertSent(rpc, done: 1);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task RequestWithLostConnectionIsNotSentAgain(string rpc)
    {
        var service = await ConnectAsync();
        Faults.After = context =>
        {
            Server.AbortConnections();
            return context.HangAsync();
        };

        var failure = await FailAsync(service, rpc);

        Assert.Equal((BillingError.ServiceUnavailable, true), (failure.Error, failure.IsOutcomeUnknown));
        AssertSent(rpc, done: 1);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task CanceledRequestIsNotSentAgain(string rpc)
    {
        var service = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        Faults.After = async context =>
        {
            await stop.CancelAsync();
            await context.HangAsync();
        };

        var stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            GrpcCall.Named(rpc).InvokeAsync(service, new(stop.Token))
        );

        Assert.Equal(stop.Token, stopped.CancellationToken);
        AssertSent(rpc, done: 1);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task RequestWithClosedSessionIsNotSentAgain(string rpc)
    {
        var service = await ConnectAsync();
        Faults.After = context =>
        {
            service.Dispose();
            return context.HangAsync();
        };

        var failure = await FailAsync(service, rpc);

        Assert.Equal((BillingError.SessionClosed, true), (failure.Error, failure.IsOutcomeUnknown));
        AssertSent(rpc, done: 1);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task RequestCanceledWhileWaitingForTokenIsNotSent(string rpc)
    {
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromHours(2));
        using var stop = new CancellationTokenSource();
        Faults.On("Authenticate", _ => stop.CancelAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            GrpcCall.Named(rpc).InvokeAsync(service, Call with { BeforeSending = stop.Token })
        );

        Assert.Equal(0, Faults.Count(rpc));
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task RequestCanceledWhileWaitingForConnectionIsNotSent(string rpc)
    {
        await using var server = await TestServer.StartAsync(State, TestAuthority.Issue("localhost"));
        var connecting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayContinue = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var front = new RawServer(
            async (client, stop) =>
            {
                connecting.TrySetResult();
                await mayContinue.Task.WaitAsync(stop);
                using var target = new TcpClient();
                await target.ConnectAsync(IPAddress.Loopback, server.Address.Port, stop);
                await Task.WhenAny(
                    client.CopyToAsync(target.GetStream(), stop),
                    target.GetStream().CopyToAsync(client, stop)
                );
            }
        );
        using var service = Client.Create(
            front.Address("https"),
            Client.Token(State.IssueToken(SandboxAccounts.BillingAdmin)),
            clock: Clock
        );
        using var stop = new CancellationTokenSource();

        var call = GrpcCall.Named(rpc).InvokeAsync(service, Call with { BeforeSending = stop.Token });
        await connecting.Task;
        await stop.CancelAsync();
        var stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            call.WaitAsync(Client.LongTimeout, Call.CancellationToken)
        );
        mayContinue.SetResult();
        await service.GetOrganizationAsync(SandboxOrganizations.Acme, Call);

        Assert.Equal(stop.Token, stopped.CancellationToken);
        Assert.Equal((1, 0), (server.Faults.Count("GetOrganization"), server.Faults.Count(rpc)));
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task CancellationAfterSendingIsIgnored(string rpc)
    {
        var service = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        Faults.After = _ => stop.CancelAsync();

        await GrpcCall.Named(rpc).InvokeAsync(service, Call with { BeforeSending = stop.Token });

        AssertSent(rpc, done: 1);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task OutcomeIsKnownWhenConnectionIsRefused(string rpc)
    {
        using var service = Client.Create(
            RawServer.GetUnusedAddress(),
            Client.Token(State.IssueToken(SandboxAccounts.BillingAdmin)),
            clock: Clock
        );

        var failure = await FailAsync(service, rpc);

        Assert.Equal((BillingError.ConnectionRefused, false), (failure.Error, failure.IsOutcomeUnknown));
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task OutcomeIsKnownWhenConnectionTimesOut(string rpc)
    {
        await using var silent = RawServer.Silent();
        using var service = Client.Create(
            silent.Address("https"),
            Client.Token(State.IssueToken(SandboxAccounts.BillingAdmin)),
            Client.ShortTimeout,
            Clock
        );

        var failure = await FailAsync(service, rpc);

        Assert.Equal((BillingError.DeadlineExceeded, false), (failure.Error, failure.IsOutcomeUnknown));
    }

    /// <summary>gRPC reports a response with an unsupported compression as an error status.</summary>
    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task UnreadableResponseLeavesOutcomeUnknown(string rpc)
    {
        await using var server = await WebServer.StartAsync(
            HttpProtocols.Http2,
            static async context =>
            {
                context.Response.ContentType = "application/grpc";
                context.Response.Headers["grpc-encoding"] = "br";
                await context.Response.Body.WriteAsync(new byte[] { 1, 0, 0, 0, 1, 6 });
                context.Response.AppendTrailer("grpc-status", "0");
            }
        );
        using var service = Client.Create(
            server.Address,
            Client.Token(State.IssueToken(SandboxAccounts.BillingAdmin)),
            clock: Clock
        );

        var failure = await FailAsync(service, rpc);

        Assert.Equal(
            (BillingError.ServiceError, null, true),
            (failure.Error, failure.ServerMessage, failure.IsOutcomeUnknown)
        );
        Assert.EndsWith(
            "(Unsupported grpc-encoding value 'br'. Supported encodings: identity, gzip, deflate)",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>GOAWAY states which requests weren't processed, and .NET's HTTP/2 client would resend them.</summary>
    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task RequestIsNotSentAgainAfterGoAway(string rpc)
    {
        var messages = 0;
        await using var server = new RawServer(
            async (client, stop) =>
            {
                await client.ReadExactlyAsync(new byte[Http2.PrefaceLength], stop);
                await client.WriteAsync(Http2.Frame(Http2.Settings), stop);
                await Http2.ReadMessageAsync(client, stop);
                Interlocked.Increment(ref messages);
                await client.WriteAsync(Http2.Frame(Http2.GoAway, new byte[8]), stop);
                await client.CopyToAsync(Stream.Null, stop);
            }
        );
        using var service = Client.Create(
            server.Address("http"),
            Client.Token(State.IssueToken(SandboxAccounts.BillingAdmin)),
            clock: Clock
        );

        var failure = await FailAsync(service, rpc);

        Assert.True(failure.IsOutcomeUnknown, failure.ToString());
        Assert.Equal(1, messages);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task RejectedTokenIsRenewedByNextRequest(string rpc)
    {
        var service = await ConnectAsync();
        State.RevokeTokens();

        var failure = await FailAsync(service, rpc);
        await GrpcCall.Named(rpc).InvokeAsync(service, Call);

        Assert.Equal(BillingError.AuthenticationFailed, failure.Error);
        Assert.Equal(2, Faults.Count(rpc));
        Assert.Equal(1, State.Charges.Count + State.SentEmails.Count);
        Assert.Equal(2, State.AuthenticationCount);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task ExpiredTokenIsRenewedBeforeSending(string rpc)
    {
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromHours(2));

        await GrpcCall.Named(rpc).InvokeAsync(service, Call);

        AssertSent(rpc, done: 1);
        Assert.Equal(2, State.AuthenticationCount);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task RequestIsNotSentWhenTokenCannotBeRenewed(string rpc)
    {
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromHours(2));
        Faults.Refuse("Authenticate", StatusCode.Internal);

        var failure = await FailAsync(service, rpc);

        Assert.False(failure.IsOutcomeUnknown, failure.ToString());
        Assert.Equal(0, Faults.Count(rpc));
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task OutcomeIsKnownWhenSessionIsClosedWhileWaitingForToken(string rpc)
    {
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromHours(2));
        Faults.On(
            "Authenticate",
            context =>
            {
                service.Dispose();
                return context.HangAsync();
            }
        );

        var failure = await FailAsync(service, rpc);

        Assert.Equal((BillingError.SessionClosed, false), (failure.Error, failure.IsOutcomeUnknown));
        Assert.Equal(0, Faults.Count(rpc));
    }

    [Fact]
    public async Task ChargeRequestContainsAllFields()
    {
        var service = await ConnectAsync();

        var invoiceId = await service.ChargeAsync(
            new ChargeRequest(
                SandboxOrganizations.Fernhill,
                1234.56m,
                98.77m,
                "Réparation",
                SandboxOrganizations.Harborlight,
                NoConfirmationEmail: true
            ),
            Call
        );

        Assert.Equal(
            new ChargeOrganizationRequest
            {
                OrgIdToCharge = SandboxOrganizations.Fernhill,
                Subtotal = 1234.56,
                Tax = 98.77,
                Description = "Réparation",
                OrgIdForBranding = SandboxOrganizations.Harborlight,
                DisableConfirmationEmail = true,
            },
            Assert.Single(Faults.CallsOf("ChargeOrganization")).Request
        );
        var charge = Assert.Single(State.Charges);
        Assert.Equal((invoiceId, 1234.56m, 98.77m), (charge.InvoiceId, charge.Subtotal, charge.Tax));
    }

    [Fact]
    public async Task OmittedChargeFieldsAreNotSent()
    {
        var service = await ConnectAsync();

        await service.ChargeAsync(
            new ChargeRequest(SandboxOrganizations.Acme, 0.01m, 0m, null, null, NoConfirmationEmail: false),
            Call
        );

        var request = Assert.IsType<ChargeOrganizationRequest>(
            Assert.Single(Faults.CallsOf("ChargeOrganization")).Request
        );
        Assert.Equal((false, false), (request.HasDescription, request.HasOrgIdForBranding));
        Assert.Equal((0.01, 0.0, false), (request.Subtotal, request.Tax, request.DisableConfirmationEmail));
    }

    [Fact]
    public async Task EmailRequestContainsAllFields()
    {
        var service = await ConnectAsync();

        await service.SendPaymentRequiredEmailAsync(
            SandboxOrganizations.Fernhill,
            SandboxOrganizations.Harborlight,
            Call
        );

        Assert.Equal(
            new SendPaymentRequiredEmailRequest
            {
                CustomerOrgId = SandboxOrganizations.Fernhill,
                BillingOwnerOrgId = SandboxOrganizations.Harborlight,
            },
            Assert.Single(Faults.CallsOf("SendPaymentRequiredEmail")).Request
        );
    }

    private static Task<BillingException> FailAsync(IBillingService service, string rpc) =>
        Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call));

    private void AssertSent(string rpc, int done)
    {
        Assert.Equal(1, Faults.Count(rpc));
        Assert.Equal(done, State.Charges.Count + State.SentEmails.Count);
    }
}
