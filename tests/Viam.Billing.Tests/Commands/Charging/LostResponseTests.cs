using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Charges with a lost response are reconciled and never sent again.</summary>
public sealed class LostResponseTests : ChargeTest
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
    public void ChargeFollowedByErrorStatusIsReconciled(StatusCode status)
    {
        AfterCharge(_ => throw new RpcException(new Status(status, "lost")));

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void ChargeWithLostConnectionIsReconciled()
    {
        AfterCharge(context =>
        {
            Server.AbortConnections();
            return context.HangAsync();
        });

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void ChargeThatTimesOutIsReconciled()
    {
        Connect("-TimeoutSec 1");
        AfterCharge(static context => context.HangAsync());

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void ResponseWithoutInvoiceIdIsReconciled()
    {
        Server.Faults.Rewrite = static response =>
            response is ChargeOrganizationResponse ? new ChargeOrganizationResponse() : response;

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void InvoiceListedLateIsReconciled()
    {
        var listRequestCount = 0;
        AfterCharge(LoseResponse);
        RewriteInvoiceList(summary =>
        {
            if (Interlocked.Increment(ref listRequestCount) <= 3)
            {
                HideCharges(summary);
            }
        });

        AssertReconciled(Run(Charge + 60));
        Assert.Equal(4, listRequestCount);
    }

    [Fact]
    public void FailedInvoiceListRequestIsRepeated()
    {
        var listRequestCount = 0;
        AfterCharge(LoseResponse);
        Server.Faults.On(
            "GetInvoicesSummary",
            _ =>
                Interlocked.Increment(ref listRequestCount) == 2
                    ? throw new RpcException(new Status(StatusCode.Internal, ""))
                    : Task.CompletedTask
        );

        AssertReconciled(Run(Charge + 60));
        Assert.Equal(3, listRequestCount);
    }

    [Fact]
    public void OutcomeIsUnknownWhenNoInvoiceMatches()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable, "away");

        var run = Run($"try {{ {Charge}1 | Out-Null }} catch {{ $_; 'terminated' }}");

        Assert.Equal("terminated", run.Output[1].BaseObject);
        AssertOutcomeUnknown(
            (ErrorRecord)run.Output[0].BaseObject,
            "Server message: away",
            "No new invoice of 5.40 USD is listed."
        );
        Assert.Empty(ServerCharges);
    }

    [Fact]
    public void ReconciliationReportsProgress()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        var host = new FakePSHost();
        using var engine = new PowerShellEngine(host: host);

        AssertOutcomeUnknown(engine.Run(Charge + 2).OnlyError);

        Assert.Equal(
            $"Waiting for the charge to organization Acme Robotics ({Acme})",
            host.Progress.First(record => record.Activity == "New-ViamCharge").StatusDescription
        );
    }

    [Fact]
    public void OutcomeIsUnknownWhenInvoicesCannotBeListed()
    {
        AfterCharge(LoseResponse);
        Server.Faults.Before = context =>
            context.IsOf("GetInvoicesSummary") && Charges > 0
                ? throw new RpcException(new Status(StatusCode.Internal, "no list"))
                : Task.CompletedTask;

        AssertOutcomeUnknown(Run(Charge + 1).OnlyError, "The invoices couldn't be listed:", "Server message: no list");
    }

    [Fact]
    public void OutcomeIsUnknownWhenTwoInvoicesMatch()
    {
        AfterCharge(LoseResponse);
        RewriteInvoiceList(summary =>
        {
            if (Charges > 0)
            {
                summary.Invoices.Add(new InvoiceSummary { Id = "someone-elses", InvoiceAmount = 5.4 });
            }
        });

        AssertOutcomeUnknown(Run(Charge + 30).OnlyError, "2 new invoices of 5.40 USD are listed: ", "someone-elses");
    }

    [Fact]
    public void InvoiceWithoutIdDoesNotMatch()
    {
        AfterCharge(LoseResponse);
        RewriteInvoiceList(summary =>
        {
            HideCharges(summary);
            if (Charges > 0)
            {
                summary.Invoices.Add(new InvoiceSummary { InvoiceAmount = 5.4 });
            }
        });

        AssertOutcomeUnknown(Run(Charge + 1).OnlyError);
    }

    [Fact]
    public void EarlierInvoiceAndInvoiceOfOtherAmountDoNotMatch()
    {
        RunSuccessfully(Charge + 0);
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        RewriteInvoiceList(summary =>
        {
            if (Charges > 1)
            {
                summary.Invoices.Add(new InvoiceSummary { Id = "other", InvoiceAmount = 5.39 });
            }
        });

        Assert.Contains(
            "No new invoice of 5.40 USD is listed, but 1 with other amounts or dates.",
            Run(Charge + 1).OnlyError.Exception.Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>The invoice of the first charge is listed only after the second charge has started.</summary>
    [Fact]
    public void InvoiceOfEarlierChargeDoesNotMatchLaterCharge()
    {
        RunSuccessfully(Charge + 0);
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        RewriteInvoiceList(summary =>
        {
            if (Charges == 1)
            {
                HideCharges(summary);
            }
        });

        AssertOutcomeUnknown(Run(Charge + 1).OnlyError, "No new invoice of 5.40 USD is listed.");
    }

    [Fact]
    public void NothingIsChargedAfterUnknownOutcome()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);

        var run = Run("$ids | New-ViamCharge -Subtotal 5 -Confirm:$false -ReconcileTimeoutSec 0", ("ids", Owned));

        Assert.StartsWith("ChargeOutcomeUnknown,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(1, Charges);
    }

    [Fact]
    public async Task ChargeStoppedBeforeSendingIsNotSent()
    {
        var hanging = HangingRequest.At(Server, "GetInvoicesSummary");
        using var running = new RunningScript(Engine, Charge + 60);
        await hanging.Started;

        Assert.InRange(running.Stop(), TimeSpan.Zero, s_second);

        Assert.Equal(0, Charges);
    }

    [Fact]
    public async Task StopAfterSendingWaitsForResponseAndShowsChargeInHost()
    {
        var host = new FakePSHost();
        using var engine = new PowerShellEngine(host: host);
        var gate = new RequestGate();
        AfterCharge(gate.PassAsync);
        using var running = new RunningScript(engine, Charge + 60);
        await gate.Reached;

        var stopping = Task.Run(running.Stop, TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        gate.Open();
        await stopping;

        Assert.Empty(running.Output);
        Assert.Equal([$"Charged: {Assert.Single(ServerCharges).InvoiceId} 5.40 USD"], host.WrittenLines);
    }

    /// <summary>A pipeline stops its commands one by one and accepts no output once stopping has started.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ResponseWhileUpstreamCommandIsStoppingIsShownInHost(bool isLost)
    {
        var host = new FakePSHost();
        using var engine = new PowerShellEngine(host: host);
        var gate = new RequestGate();
        AfterCharge(async context =>
        {
            await gate.PassAsync(context);
            if (isLost)
            {
                await LoseResponse(context);
            }
        });
        if (isLost)
        {
            RewriteInvoiceList(HideCharges);
        }

        using var stopping = new SemaphoreSlim(0);
        using var mayStop = new SemaphoreSlim(0);
        using var running = new RunningScript(
            engine,
            $"Import-Module -Assembly $assembly; Write-Slowly {Acme} $stopping $mayStop "
                + "| New-ViamCharge -Subtotal 5 -Tax 0.4 -Confirm:$false -ReconcileTimeoutSec 0",
            ("assembly", typeof(WriteSlowlyCommand).Assembly),
            ("stopping", stopping),
            ("mayStop", mayStop)
        );
        await gate.Reached;

        var stop = Task.Run(running.Stop, TestContext.Current.CancellationToken);
        await stopping.WaitAsync(TestContext.Current.CancellationToken);
        gate.Open();
        for (var i = 0; i < 50 && host.WrittenLines.Count == 0; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        mayStop.Release();
        await stop;

        var shown = Assert.Single(host.WrittenLines);
        if (isLost)
        {
            Assert.StartsWith(
                $"The charge of 5.40 USD to organization {Acme} has an unknown outcome; it may have been processed.",
                shown,
                StringComparison.Ordinal
            );
        }
        else
        {
            Assert.Equal($"Charged: {Assert.Single(ServerCharges).InvoiceId} 5.40 USD", shown);
        }
    }

    [Fact]
    public async Task StopAfterSendingWaitsNoLongerThanGracePeriod()
    {
        var host = new FakePSHost();
        using var engine = new PowerShellEngine(host: host);
        var hanging = new HangingRequest();
        AfterCharge(context => hanging.HangAsync(context.CancellationToken));
        using var running = new RunningScript(engine, Charge + 60);
        await hanging.Started;

        var took = running.Stop();

        Assert.InRange(took, TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(15));
        await hanging.Cancelled;
        Assert.StartsWith(
            $"The charge of 5.40 USD to organization {Acme} has an unknown outcome; it may have been processed.",
            Assert.Single(host.WrittenLines),
            StringComparison.Ordinal
        );
        Assert.Equal(1, Charges);
    }

    [Fact]
    public async Task StopDuringReconciliationEndsImmediately()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        var looked = new TaskCompletionSource();
        RewriteInvoiceList(_ =>
        {
            if (Charges > 0)
            {
                looked.TrySetResult();
            }
        });
        using var running = new RunningScript(Engine, Charge + 600);
        await looked.Task.WaitAsync(Client.LongTimeout, TestContext.Current.CancellationToken);

        Assert.InRange(running.Stop(), TimeSpan.Zero, s_second);

        Assert.Equal(1, Charges);
    }

    private static Task LoseResponse(ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.Unavailable, "lost"));

    private void AfterCharge(Func<ServerCallContext, Task> act) =>
        Server.Faults.After = context => context.IsOf("ChargeOrganization") ? act(context) : Task.CompletedTask;

    private void AssertReconciled(PowerShellRun run)
    {
        Assert.Empty(run.Errors);
        var charge = OnlyCharge(run);
        Assert.Equal(
            (Assert.Single(ServerCharges).InvoiceId, 5.4m, true),
            (charge.InvoiceId, charge.Total, charge.Reconciled)
        );
        Assert.Equal(1, Charges);
    }

    private void AssertOutcomeUnknown(ErrorRecord error, params string[] words)
    {
        AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, Acme);
        Assert.StartsWith(
            $"The charge of 5.40 USD to organization {Acme} has an unknown outcome; it may have been processed.",
            error.Exception.Message,
            StringComparison.Ordinal
        );
        Assert.All(words, word => Assert.Contains(word, error.Exception.Message, StringComparison.Ordinal));
        Assert.Contains(
            $"Get-ViamInvoice -Organization {Acme} -Latest 5",
            error.ErrorDetails.RecommendedAction,
            StringComparison.Ordinal
        );
    }
}
