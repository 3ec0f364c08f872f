using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Reads are retried when the service is temporarily unavailable. Nothing else is.</summary>
public sealed class RetryTests : GrpcTest
{
    private readonly ConcurrentQueue<CallReport> _reports = new();

    private CallContext Reported => Call with { Report = _reports.Enqueue };

    [Fact]
    public void EveryContractRpcIsCovered()
    {
        var rpcs = new[] { AppService.Descriptor, BillingService.Descriptor }
            .SelectMany(service => service.Methods)
            .Select(method => method.Name);

        Assert.Equal(
            rpcs.Except(["CreateInvoiceAndChargeImmediately"]).Order(),
            GrpcCall.All.Select(call => call.Rpc).Order()
        );
    }

    [Fact]
    public async Task ReadsAreRetriedUntilServiceIsAvailable()
    {
        var service = await ConnectAsync();
        Faults.Pdf = static (_, send) => send(ByteString.CopyFromUtf8("%PDF"));
        Faults.Before = static context => PreviousAttempts(context) < 2 ? throw Unavailable() : Task.CompletedTask;

        await Task.WhenAll(GrpcCall.Reads.Select(read => read.InvokeAsync(service, Reported)));

        Assert.All(GrpcCall.Reads, read => Assert.Equal((read.Rpc, 3), (read.Rpc, Faults.Count(read.Rpc))));
        Assert.Equal(GrpcCall.Reads.Count, _reports.Count);
        Assert.All(
            _reports,
            report => Assert.Equal((report.Method, "OK", 3), (report.Method, report.Outcome, report.Attempts))
        );
    }

    /// <summary>A server that shuts down or is overloaded refuses streams. The retry policy handles this.</summary>
    [Fact]
    public async Task ReadWithRefusedStreamIsRetried()
    {
        const int refusedStream = 7;
        var service = await ConnectAsync();
        Faults.Pdf = static (_, send) => send(ByteString.CopyFromUtf8("%PDF"));
        Faults.Before = static context =>
        {
            if (PreviousAttempts(context) > 0)
            {
                return Task.CompletedTask;
            }

            context.GetHttpContext().Features.GetRequiredFeature<IHttpResetFeature>().Reset(refusedStream);
            return context.HangAsync();
        };

        await Task.WhenAll(GrpcCall.Reads.Select(read => read.InvokeAsync(service, Reported)));

        Assert.All(GrpcCall.Reads, read => Assert.Equal((read.Rpc, 2), (read.Rpc, Faults.Count(read.Rpc))));
    }

    [Fact]
    public async Task ReadsFailAfterFourAttempts()
    {
        var service = await ConnectAsync();
        Faults.Before = static _ => throw Unavailable();

        var failures = await Task.WhenAll(
            GrpcCall.Reads.Select(read => Failure.CaptureAsync(read.InvokeAsync(service, Reported)))
        );

        Assert.All(
            failures,
            failure =>
                Assert.Equal(
                    (BillingError.ServiceUnavailable, "UNAVAILABLE", "gone for a moment"),
                    (failure.Error, failure.GrpcStatus, failure.ServerMessage)
                )
        );
        Assert.All(GrpcCall.Reads, read => Assert.Equal((read.Rpc, 4), (read.Rpc, Faults.Count(read.Rpc))));
        Assert.All(
            _reports,
            report => Assert.Equal((report.Method, "UNAVAILABLE", 4), (report.Method, report.Outcome, report.Attempts))
        );
    }

    [Fact]
    public async Task AuthenticationIsRetried()
    {
        Faults.Before = static context => PreviousAttempts(context) < 2 ? throw Unavailable() : Task.CompletedTask;

        await ConnectAsync();

        Assert.Equal(3, Faults.Count("Authenticate"));
        Assert.Equal(1, State.AuthenticationCount);
        Assert.All(
            Faults.RecordedCalls,
            call => Assert.Equal("api-key", ((AuthenticateRequest)call.Request).Credentials.Type)
        );
    }

    [Theory]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.DeadlineExceeded)]
    public async Task ReadWithOtherErrorStatusIsNotRetried(StatusCode code)
    {
        var service = await ConnectAsync();
        Faults.Refuse("ListOrganizations", code);

        await Failure.CaptureAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal(1, Faults.Count("ListOrganizations"));
    }

    public static TheoryData<string> Changing => GrpcCall.NamesOf(GrpcCall.Changes.Concat(GrpcCall.AtMostOnce));

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task ChangeIsNotRetriedWhenServiceIsUnavailable(string rpc)
    {
        var service = await ConnectAsync();
        Faults.Refuse(rpc, StatusCode.Unavailable, "gone for a moment");

        var failure = await Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Reported));

        Assert.Equal((BillingError.ServiceUnavailable, "gone for a moment"), (failure.Error, failure.ServerMessage));
        Assert.Equal(1, Faults.Count(rpc));
        Assert.Equal(1, Assert.Single(_reports).Attempts);
    }

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task ChangeIsNotRetriedWhenResponseIsLost(string rpc)
    {
        var service = await ConnectAsync();
        Faults.After = _ => throw Unavailable();

        await Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call));

        Assert.Equal(1, Faults.Count(rpc));
    }

    [Fact]
    public async Task ChangeWithRejectedTokenIsRetriedWithNewToken()
    {
        var service = await ConnectAsync();
        State.RevokeTokens();

        await service.SetBillingTierAsync(SandboxOrganizations.Acme, "growth", Call);

        Assert.Equal(2, Faults.Count("UpdateOrganizationBillingTier"));
        Assert.Equal(2, State.AuthenticationCount);
    }

    private static RpcException Unavailable() => new(new Status(StatusCode.Unavailable, "gone for a moment"));

    private static int PreviousAttempts(ServerCallContext context) =>
        int.TryParse(context.RequestHeaders.GetValue("grpc-previous-rpc-attempts"), out var attempts) ? attempts : 0;
}
