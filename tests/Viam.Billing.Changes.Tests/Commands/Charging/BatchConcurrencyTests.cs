using System.Collections.Concurrent;
using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Organizations of a batch, which are charged in parallel, and batches that are stopped.</summary>
public sealed class BatchConcurrencyTests : BatchTest
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task OrganizationsAreChargedInParallelAndItemsOfOneOrganizationInSequence()
    {
        var (now, most) = (new ConcurrentDictionary<string, int>(), new ConcurrentDictionary<string, int>());
        var gate = new RequestGate(expected: 3);
        Server.Faults.On(
            "ChargeOrganization",
            async context =>
            {
                var organization = ((ChargeOrganizationRequest)Faults.RequestOf(context)).OrgIdToCharge;
                most.AddOrUpdate(
                    organization,
                    now.AddOrUpdate(organization, 1, (_, count) => count + 1),
                    (_, before) => Math.Max(before, now[organization])
                );
                await gate.PassAsync(context);
                now.AddOrUpdate(organization, 0, (_, count) => count - 1);
            }
        );
        using var running = new RunningScript(
            Engine,
            Batch,
            ("rows", Owned[..3].SelectMany(id => new[] { Row(id, id + 1), Row(id, id + 2) }).ToArray()),
            ("ledger", Ledger)
        );

        await gate.Reached;
        Assert.Equal(3, Charges);
        gate.Open();
        running.WaitForEnd();

        Assert.Equal(6, running.Output.Count);
        Assert.Equal([1, 1, 1], most.Values);
    }

    [Fact]
    public void ConcurrentOrganizationsDoNotExceedThrottleLimit()
    {
        var (now, most) = (0, 0);
        Server.Faults.On(
            "ChargeOrganization",
            async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                await Task.Delay(20);
                Interlocked.Decrement(ref now);
            }
        );

        RunSuccessfully(
            Batch + "-ThrottleLimit 1",
            ("rows", Owned.Select(id => Row(id, id)).ToArray()),
            ("ledger", Ledger)
        );

        Assert.Equal((6, 1), (Charges, most));
    }

    [Fact]
    public async Task StoppedBatchSendsNoMoreChargesAndRecordsSentCharge()
    {
        Connect("-TimeoutSec 30");
        var gate = new RequestGate();
        Server.Faults.After = context =>
            context.IsOf("ChargeOrganization") ? gate.PassAsync(context) : Task.CompletedTask;
        using var running = new RunningScript(
            Engine,
            Batch,
            ("rows", new[] { Row(Acme, "a"), Row(Acme, "b") }),
            ("ledger", Ledger)
        );
        await gate.Reached;

        var stopping = Task.Run(running.Stop, TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        gate.Open();
        await stopping;

        Assert.Equal([("a", "Charged")], Entries().Select(entry => (entry.Reference, entry.State)));
        Assert.Equal(1, Charges);
    }

    [Fact]
    public async Task BatchStoppedWithoutResponseRecordsUnknownOutcome()
    {
        Connect("-TimeoutSec 30");
        var hanging = new HangingRequest();
        Server.Faults.After = context =>
            context.IsOf("ChargeOrganization") ? hanging.HangAsync(context.CancellationToken) : Task.CompletedTask;
        using var running = new RunningScript(Engine, Batch, ("rows", new[] { Row(Acme, "a") }), ("ledger", Ledger));
        await hanging.Started;

        Assert.InRange(running.Stop(), TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(15));

        Assert.Equal([("a", "Unknown")], Entries().Select(entry => (entry.Reference, entry.State)));
        Server.Faults.After = null;
        Assert.True(Assert.Single(Charge(Row(Acme, "a"))).Reconciled);
        Assert.Equal(1, Charges);
    }

    [Fact]
    public async Task BatchStoppedBeforeSendingSendsNothing()
    {
        var hanging = HangingRequest.At(Server, "GetInvoicesSummary");
        using var running = new RunningScript(Engine, Batch, ("rows", new[] { Row(Acme, "a") }), ("ledger", Ledger));
        await hanging.Started;

        Assert.InRange(running.Stop(), TimeSpan.Zero, s_second);

        Assert.Empty(Entries());
        Assert.Equal(0, Charges);
    }

    [Fact]
    public void ItemsNotSentWhenDownstreamStopsAreChargedByNextRun()
    {
        Engine.Run("Import-Module -Assembly $assembly", ("assembly", typeof(Commands.StopAfterFirstCommand).Assembly));
        PSObject[] rows = [.. Enumerable.Range(1, 20).Select(i => Row(Acme, $"{i}"))];
        Server.Faults.On("ChargeOrganization", _ => Task.Delay(20));

        Assert.Single(RunSuccessfully(Batch + "| Stop-AfterFirst", ("rows", rows), ("ledger", Ledger)));
        Assert.InRange(ServerCharges.Count, 1, 19);

        Assert.All(Entries(), entry => Assert.Contains(entry.State, new[] { "Charged", "NotCharged" }));
        Assert.Equal(20, Charge(rows).Count);
        Assert.Equal(20, ServerCharges.Count);
    }
}
