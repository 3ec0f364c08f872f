using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Charges whose answer is lost: they are looked for, and never sent again.</summary>
public sealed class LostAnswerTests : ChargeTest
{
    private const string Charge = $"New-ViamCharge {Acme} 5 0.4 -Confirm:$false -ReconcileTimeoutSec ";
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.Cancelled)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.DataLoss)]
    [InlineData((StatusCode)99)]
    public void AChargeThatWasMadeIsFound(StatusCode status)
    {
        AfterCharge(_ => throw new RpcException(new Status(status, "lost")));

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void AChargeWhoseConnectionWasCutIsFound()
    {
        AfterCharge(context =>
        {
            Server.CutConnections();
            return context.HangAsync();
        });

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void AChargeThatIsAnsweredTooLateIsFound()
    {
        Connect("-TimeoutSec 1");
        AfterCharge(static context => context.HangAsync());

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void AnAnswerWithoutAnInvoiceIsNone()
    {
        Server.Faults.Rewrite = static response => response is ChargeOrganizationResponse ? new ChargeOrganizationResponse() : response;

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void AnInvoiceThatIsListedLateIsWaitedFor()
    {
        var looks = 0;
        AfterCharge(Lose);
        OnListing(summary =>
        {
            if (Interlocked.Increment(ref looks) <= 3) HideCharges(summary);
        });

        AssertReconciled(Run(Charge + 60));
        Assert.Equal(4, looks);
    }

    [Fact]
    public void AnInvoiceThatCannotBeListedAtFirstIsWaitedFor()
    {
        var looks = 0;
        AfterCharge(Lose);
        Server.Faults.On("GetInvoicesSummary", _ => Interlocked.Increment(ref looks) == 2 ? throw new RpcException(new Status(StatusCode.Internal, "")) : Task.CompletedTask);

        AssertReconciled(Run(Charge + 60));
        Assert.Equal(3, looks);
    }

    [Fact]
    public void WhatIsNotFoundMayHaveHappened()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable, "away");

        var run = Run($"try {{ {Charge}1 | Out-Null }} catch {{ $_; 'terminated' }}");

        Assert.Equal("terminated", run.Output[1].BaseObject);
        AssertUnknown((ErrorRecord)run.Output[0].BaseObject, "It says: away", "No new invoice of 5.40 USD is listed.");
        Assert.Empty(Made);
    }

    [Fact]
    public void ThePersonSeesThatItIsWaitedFor()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        var person = new FakePSHost();
        using var engine = new PowerShellEngine(host: person);

        AssertUnknown(engine.Run(Charge + 2).OnlyError);

        Assert.Equal($"Waiting for the charge to organization {Acme}", person.Progress.First(record => record.Activity == "New-ViamCharge").StatusDescription);
    }

    [Fact]
    public void WhereInvoicesCannotBeListedItMayHaveHappened()
    {
        AfterCharge(Lose);
        Server.Faults.Before = context => context.IsOf("GetInvoicesSummary") && Charges > 0 ? throw new RpcException(new Status(StatusCode.Internal, "no list")) : Task.CompletedTask;

        AssertUnknown(Run(Charge + 1).OnlyError, "The invoices could not be listed:", "It says: no list");
    }

    [Fact]
    public void WhereTwoInvoicesFitItMayHaveHappened()
    {
        AfterCharge(Lose);
        OnListing(summary =>
        {
            if (Charges > 0) summary.Invoices.Add(new InvoiceSummary { Id = "someone-elses", InvoiceAmount = 5.4 });
        });

        AssertUnknown(Run(Charge + 30).OnlyError, "2 new invoices of 5.40 USD are listed: ", "someone-elses");
    }

    [Fact]
    public void AnInvoiceWithoutAnIdDoesNotFit()
    {
        AfterCharge(Lose);
        OnListing(summary =>
        {
            HideCharges(summary);
            if (Charges > 0) summary.Invoices.Add(new InvoiceSummary { InvoiceAmount = 5.4 });
        });

        AssertUnknown(Run(Charge + 1).OnlyError);
    }

    [Fact]
    public void AnInvoiceOfAnotherAmountOrOfBeforeDoesNotFit()
    {
        Succeed(Charge + 0);
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        OnListing(summary =>
        {
            if (Charges > 1) summary.Invoices.Add(new InvoiceSummary { Id = "other", InvoiceAmount = 5.39 });
        });

        Assert.Contains("No new invoice of 5.40 USD is listed, but 1 of other amounts or dates.", Run(Charge + 1).OnlyError.Exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The first charge's invoice is listed only after the second was begun, and is about the same total.</summary>
    [Fact]
    public void TheInvoiceOfAnEarlierChargeIsNotTakenForThatOfALaterOne()
    {
        Succeed(Charge + 0);
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        OnListing(summary =>
        {
            if (Charges == 1) HideCharges(summary);
        });

        AssertUnknown(Run(Charge + 1).OnlyError, "No new invoice of 5.40 USD is listed.");
    }

    [Fact]
    public void NothingMoreIsChargedAfterAnUnknown()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);

        var run = Run("$ids | New-ViamCharge -Subtotal 5 -Confirm:$false -ReconcileTimeoutSec 0", ("ids", Owned));

        Assert.StartsWith("ChargeOutcomeUnknown,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(1, Charges);
    }

    [Fact]
    public async Task StoppedBeforeItLeavesItIsNotSent()
    {
        var hanging = HangingCall.At(Server, "GetInvoicesSummary");
        using var running = new RunningScript(Engine, Charge + 60);
        await hanging.Begun;

        Assert.InRange(running.Stop(), TimeSpan.Zero, s_second);

        Assert.Equal(0, Charges);
    }

    [Fact]
    public async Task StoppedAfterItHasLeftItIsWaitedForAndToldToThePerson()
    {
        var person = new FakePSHost();
        using var engine = new PowerShellEngine(host: person);
        var gate = new Gate();
        AfterCharge(gate.PassAsync);
        using var running = new RunningScript(engine, Charge + 60);
        await gate.Reached;

        var stopping = Task.Run(running.Stop, TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        gate.Open();
        await stopping;

        Assert.Empty(running.Output);
        Assert.Equal([$"Charged: {Assert.Single(Made).InvoiceId} 5.40 USD"], person.Shown);
    }

    /// <summary>A pipeline stops its commands one after the other, and takes nothing more from the moment on when it begins to.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnsweredWhileACommandBeforeItIsStillBeingStoppedItIsToldToThePerson(bool isLost)
    {
        var person = new FakePSHost();
        using var engine = new PowerShellEngine(host: person);
        var gate = new Gate();
        AfterCharge(async context =>
        {
            await gate.PassAsync(context);
            if (isLost) await Lose(context);
        });
        if (isLost) OnListing(HideCharges);
        using var stopping = new SemaphoreSlim(0);
        using var mayStop = new SemaphoreSlim(0);
        using var running = new RunningScript(
            engine,
            $"Import-Module -Assembly $assembly; Write-Slowly {Acme} $stopping $mayStop | New-ViamCharge -Subtotal 5 -Tax 0.4 -Confirm:$false -ReconcileTimeoutSec 0",
            ("assembly", typeof(WriteSlowlyCommand).Assembly), ("stopping", stopping), ("mayStop", mayStop));
        await gate.Reached;

        var stop = Task.Run(running.Stop, TestContext.Current.CancellationToken);
        await stopping.WaitAsync(TestContext.Current.CancellationToken);
        gate.Open();
        for (var i = 0; i < 50 && person.Shown.Count == 0; i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        mayStop.Release();
        await stop;

        var shown = Assert.Single(person.Shown);
        if (isLost) Assert.StartsWith($"The charge of 5.40 USD to organization {Acme} may have happened.", shown, StringComparison.Ordinal);
        else Assert.Equal($"Charged: {Assert.Single(Made).InvoiceId} 5.40 USD", shown);
    }

    [Fact]
    public async Task StoppedAfterItHasLeftItIsWaitedForFiveSecondsAndNoMore()
    {
        var person = new FakePSHost();
        using var engine = new PowerShellEngine(host: person);
        var hanging = new HangingCall();
        AfterCharge(context => hanging.HangAsync(context.CancellationToken));
        using var running = new RunningScript(engine, Charge + 60);
        await hanging.Begun;

        var took = running.Stop();

        Assert.InRange(took, TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(15));
        await hanging.Cancelled;
        Assert.StartsWith($"The charge of 5.40 USD to organization {Acme} may have happened.", Assert.Single(person.Shown), StringComparison.Ordinal);
        Assert.Equal(1, Charges);
    }

    [Fact]
    public async Task StoppedWhileItIsLookedForItEndsAtOnce()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        var looked = new TaskCompletionSource();
        OnListing(_ =>
        {
            if (Charges > 0) looked.TrySetResult();
        });
        using var running = new RunningScript(Engine, Charge + 600);
        await looked.Task.WaitAsync(Client.LongTimeout, TestContext.Current.CancellationToken);

        Assert.InRange(running.Stop(), TimeSpan.Zero, s_second);

        Assert.Equal(1, Charges);
    }

    private static Task Lose(ServerCallContext context) => throw new RpcException(new Status(StatusCode.Unavailable, "lost"));

    private void AfterCharge(Func<ServerCallContext, Task> act) =>
        Server.Faults.After = context => context.IsOf("ChargeOrganization") ? act(context) : Task.CompletedTask;

    private void AssertReconciled(PowerShellRun run)
    {
        Assert.Empty(run.Errors);
        var charge = OnlyCharge(run);
        Assert.Equal((Assert.Single(Made).InvoiceId, 5.4m, true), (charge.InvoiceId, charge.Total, charge.Reconciled));
        Assert.Equal(1, Charges);
    }

    private void AssertUnknown(ErrorRecord error, params string[] words)
    {
        AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, Acme);
        Assert.StartsWith($"The charge of 5.40 USD to organization {Acme} may have happened.", error.Exception.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, error.Exception.Message, StringComparison.Ordinal));
        Assert.Contains($"Get-ViamInvoice -OrganizationId {Acme} -Latest 5", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}

/// <summary>Hands a value on, and takes its time to stop.</summary>
[Cmdlet(VerbsCommunications.Write, "Slowly")]
public sealed class WriteSlowlyCommand : Cmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Value { get; set; } = "";

    /// <summary>Released when it begins to stop.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public SemaphoreSlim? Reached { get; set; }

    /// <summary>Released when it may.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    public SemaphoreSlim? MayStop { get; set; }

    protected override void ProcessRecord() => WriteObject(Value);

    protected override void StopProcessing()
    {
        Reached!.Release();
        MayStop!.Wait();
    }
}
