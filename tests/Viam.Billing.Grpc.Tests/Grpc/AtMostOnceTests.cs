using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Whatever happens, the service receives a charge or an email at most once.</summary>
public sealed class AtMostOnceTests : AtMostOnceTest
{
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
}
