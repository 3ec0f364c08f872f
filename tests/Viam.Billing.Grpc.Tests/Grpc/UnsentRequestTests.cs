using System.Net;
using System.Net.Sockets;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Charges and emails that are canceled, or whose connection fails, before they are sent.</summary>
public sealed class UnsentRequestTests : AtMostOnceTest
{
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
}
