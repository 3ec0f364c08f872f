using Grpc.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>
/// The evidence that a request wasn't processed is that .NET starts to write its content again, and nothing else.
/// </summary>
public sealed class UnprocessedChargeTests : GrpcTest
{
    public static MatrixTheoryData<string, int> Evidence =>
        new(GrpcCall.AtMostOnce.Select(call => call.Rpc), [(int)FrontFault.GoAway, (int)FrontFault.RefuseStream]);

    public static TheoryData<string> Rpcs => GrpcCall.NamesOf(GrpcCall.AtMostOnce);

    [Theory]
    [MemberData(nameof(Evidence))]
    public async Task RefusedRequestIsReportedAsNotProcessedAndIsNotSentAgain(string rpc, int fault)
    {
        var seen = 0;
        await using var front = new FaultyFront(Server)
        {
            Decide = request =>
                request.Method == rpc && Interlocked.Increment(ref seen) == 1 ? (FrontFault)fault : FrontFault.None,
        };
        using var service = await ConnectAsync(front.Address);

        var failure = await Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call));

        Assert.True(failure.WasNotProcessed);
        Assert.True(failure.IsOutcomeUnknown);
        Assert.Equal(0, Faults.Count(rpc));
        Assert.Empty(State.Charges);
        Assert.Empty(State.SentEmails);
    }

    /// <summary>The state of the first call isn't used for the next call.</summary>
    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task NextRequestIsNotReportedAsNotProcessed(string rpc)
    {
        var seen = 0;
        await using var front = new FaultyFront(Server)
        {
            Decide = request =>
                request.Method == rpc && Interlocked.Increment(ref seen) == 1 ? FrontFault.GoAway : FrontFault.None,
        };
        using var service = await ConnectAsync(front.Address);
        Assert.True((await Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call))).WasNotProcessed);
        Faults.Refuse(rpc, StatusCode.Unavailable, "The server did not process the request.");

        Assert.False((await Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call))).WasNotProcessed);
    }

    /// <summary>A GOAWAY that includes the stream proves nothing, and neither does the server's message.</summary>
    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task OtherFailureIsNotReportedAsNotProcessed(string rpc)
    {
        var service = await ConnectAsync();
        foreach (var words in new[] { "The server did not process the request.", "REFUSED_STREAM" })
        {
            Faults.Refuse(rpc, StatusCode.Unavailable, words);
            Assert.False((await Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call))).WasNotProcessed);
        }
        Faults.Before = null;
        Faults.After = context =>
        {
            Server.AbortConnections();
            return context.HangAsync();
        };
        Assert.False((await Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call))).WasNotProcessed);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task GoAwayThatCoversTheStreamIsNoEvidence(string rpc)
    {
        await using var server = new RawServer(
            async (client, stop) =>
            {
                await client.ReadExactlyAsync(new byte[Http2.PrefaceLength], stop);
                await client.WriteAsync(Http2.Frame(Http2.Settings), stop);
                await Http2.ReadMessageAsync(client, stop);
                await client.WriteAsync(Http2.GoAwayFrame(int.MaxValue), stop);
            }
        );
        using var service = Client.Create(
            server.Address("http"),
            Client.Token(State.IssueToken(SandboxAccounts.BillingAdmin)),
            clock: Clock
        );

        var failure = await Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call));

        Assert.Equal((false, true), (failure.WasNotProcessed, failure.IsOutcomeUnknown));
    }

    [Fact]
    public async Task ReadIsRetriedThroughAFrontThatRecyclesItsConnections()
    {
        await using var front = FaultyFront.Recycling(Server, requestsPerConnection: 10);
        using var service = await ConnectAsync(front.Address);

        for (var i = 0; i < 20; i++)
        {
            await service.GetInvoicesSummaryAsync(SandboxOrganizations.Acme, Call);
        }
        await Parallel.ForAsync(
            0,
            40,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (_, _) => await service.GetInvoicesSummaryAsync(SandboxOrganizations.Acme, Call)
        );

        Assert.Equal(60, Faults.Count("GetInvoicesSummary"));
    }

    private async Task<IBillingService> ConnectAsync(Uri address)
    {
        var service = Client.Create(
            address,
            Client.Token(State.IssueToken(SandboxAccounts.BillingAdmin)),
            clock: Clock
        );
        await service.AuthenticateAsync(Call);
        return service;
    }
}
