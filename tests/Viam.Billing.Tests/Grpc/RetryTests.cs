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

/// <summary>Reads are sent again when the service is not there for a moment. Nothing else is.</summary>
public sealed class RetryTests : WireTest
{
    private readonly ConcurrentQueue<CallReport> _reports = new();

    private CallContext Reported => Call with { Report = _reports.Enqueue };

    [Fact]
    public void EveryRpcOfTheContractIsCovered()
    {
        var rpcs = new[] { AppService.Descriptor, BillingService.Descriptor }.SelectMany(service => service.Methods).Select(method => method.Name);

        Assert.Equal(
            rpcs.Except(["CreateInvoiceAndChargeImmediately"]).Order(),
            WireCall.All.Select(call => call.Rpc).Order());
    }

    [Fact]
    public async Task EveryReadIsSentUntilTheServiceIsThere()
    {
        var service = await ConnectAsync();
        Faults.Pdf = static (_, send) => send(ByteString.CopyFromUtf8("%PDF"));
        Faults.Before = static context => PreviousAttempts(context) < 2 ? throw Unavailable() : Task.CompletedTask;

        await Task.WhenAll(WireCall.Reads.Select(read => read.MakeAsync(service, Reported)));

        Assert.All(WireCall.Reads, read => Assert.Equal((read.Rpc, 3), (read.Rpc, Faults.Count(read.Rpc))));
        Assert.Equal(WireCall.Reads.Count, _reports.Count);
        Assert.All(_reports, report => Assert.Equal((report.Method, "OK", 3), (report.Method, report.Outcome, report.Attempts)));
    }

    /// <summary>As a server does that goes away, or has too much to do. What .NET would do by itself is left to the retry policy here.</summary>
    [Fact]
    public async Task AReadWhoseStreamIsRefusedIsSentAgain()
    {
        const int refusedStream = 7;
        var service = await ConnectAsync();
        Faults.Pdf = static (_, send) => send(ByteString.CopyFromUtf8("%PDF"));
        Faults.Before = static context =>
        {
            if (PreviousAttempts(context) > 0) return Task.CompletedTask;
            context.GetHttpContext().Features.GetRequiredFeature<IHttpResetFeature>().Reset(refusedStream);
            return context.HangAsync();
        };

        await Task.WhenAll(WireCall.Reads.Select(read => read.MakeAsync(service, Reported)));

        Assert.All(WireCall.Reads, read => Assert.Equal((read.Rpc, 2), (read.Rpc, Faults.Count(read.Rpc))));
    }

    [Fact]
    public async Task EveryReadGivesUpAfterFourAttempts()
    {
        var service = await ConnectAsync();
        Faults.Before = static _ => throw Unavailable();

        var failures = await Task.WhenAll(WireCall.Reads.Select(read => Failure.OfAsync(read.MakeAsync(service, Reported))));

        Assert.All(failures, failure => Assert.Equal(
            (BillingError.ServiceUnavailable, "UNAVAILABLE", "gone for a moment"), (failure.Error, failure.GrpcStatus, failure.ServerMessage)));
        Assert.All(WireCall.Reads, read => Assert.Equal((read.Rpc, 4), (read.Rpc, Faults.Count(read.Rpc))));
        Assert.All(_reports, report => Assert.Equal((report.Method, "UNAVAILABLE", 4), (report.Method, report.Outcome, report.Attempts)));
    }

    [Fact]
    public async Task AuthenticatingIsTriedAgain()
    {
        Faults.Before = static context => PreviousAttempts(context) < 2 ? throw Unavailable() : Task.CompletedTask;

        await ConnectAsync();

        Assert.Equal(3, Faults.Count("Authenticate"));
        Assert.Equal(1, World.AuthenticationCount);
        Assert.All(Faults.Seen, call => Assert.Equal("api-key", ((AuthenticateRequest)call.Request).Credentials.Type));
    }

    [Theory]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.DeadlineExceeded)]
    public async Task AReadThatFailedOtherwiseIsNotSentAgain(StatusCode code)
    {
        var service = await ConnectAsync();
        Faults.Refuse("ListOrganizations", code);

        await Failure.OfAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal(1, Faults.Count("ListOrganizations"));
    }

    public static TheoryData<string> Changing => WireCall.NamesOf(WireCall.Changes.Concat(WireCall.Once));

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task AChangeIsSentOnceThoughTheServiceIsNotThere(string rpc)
    {
        var service = await ConnectAsync();
        Faults.Refuse(rpc, StatusCode.Unavailable, "gone for a moment");

        var failure = await Failure.OfAsync(WireCall.Named(rpc).MakeAsync(service, Reported));

        Assert.Equal((BillingError.ServiceUnavailable, "gone for a moment"), (failure.Error, failure.ServerMessage));
        Assert.Equal(1, Faults.Count(rpc));
        Assert.Equal(1, Assert.Single(_reports).Attempts);
    }

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task AChangeIsSentOnceThoughItsAnswerIsLost(string rpc)
    {
        var service = await ConnectAsync();
        Faults.After = _ => throw Unavailable();

        await Failure.OfAsync(WireCall.Named(rpc).MakeAsync(service, Call));

        Assert.Equal(1, Faults.Count(rpc));
    }

    [Fact]
    public async Task AChangeWhoseTokenIsRefusedIsSentAgainWithANewOne()
    {
        var service = await ConnectAsync();
        World.RevokeTokens();

        await service.SetBillingTierAsync(SandboxOrganizations.Acme, "growth", Call);

        Assert.Equal(2, Faults.Count("UpdateOrganizationBillingTier"));
        Assert.Equal(2, World.AuthenticationCount);
    }

    private static RpcException Unavailable() => new(new Status(StatusCode.Unavailable, "gone for a moment"));

    private static int PreviousAttempts(ServerCallContext context) =>
        int.TryParse(context.RequestHeaders.GetValue("grpc-previous-rpc-attempts"), out var attempts) ? attempts : 0;
}
