using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;
using static Google.Protobuf.WellKnownTypes.Timestamp;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Which invoices count as evidence that a charge was made.</summary>
public sealed class ReconcileTests : ReconcileTest
{
    private const string Lost =
        $"New-ViamCharge {Acme} 10 -Confirm:$false -ReconcileTimeoutSec 0 -ErrorAction SilentlyContinue";

    [Theory]
    [InlineData("empty")]
    [InlineData("lacks one")]
    public void InvoiceListWithoutKnownInvoicesLeavesOutcomeUnknown(string list)
    {
        WriteIntent("a");
        RewriteInvoiceList(summary =>
        {
            if (list == "empty")
            {
                summary.Invoices.Clear();
            }
            else
            {
                summary.Invoices.RemoveAt(3);
            }
        });

        var error = Run(Batch + "-ResendAfter 0:0:1", ("rows", new[] { Row("a") }), ("ledger", Ledger)).OnlyError;

        AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        Assert.Contains("The list of invoices is incomplete.", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(("Pending", 0), (Assert.Single(Entries()).State, Charges));
    }

    [Fact]
    public void InvoiceOfChargeWithoutLedgerIsNotAssignedToBatchInSameSession()
    {
        WriteIntent("a");
        RunSuccessfully($"New-ViamCharge {Acme} 10 -Confirm:$false");

        AssertError(RunBatch(Row("a")).OnlyError, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        Assert.Equal(1, Charges);
    }

    [Fact]
    public void InvoiceInLedgerIsNotAssignedToChargeWithoutLedger()
    {
        RewriteInvoiceList(HideCharges);
        Assert.Single(RunBatch(Row("a")).Output);
        Server.Faults.Rewrite = null;
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        Server.Faults.Rewrite = response =>
        {
            // The batch's invoice is listed only after the second charge has started.
            if (response is GetInvoicesSummaryResponse summary && Charges == 1)
            {
                HideCharges(summary);
            }
            return response;
        };

        var error = Run($"New-ViamCharge {Acme} 10 -Confirm:$false -ReconcileTimeoutSec 0").OnlyError;

        AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, Acme);
    }

    /// <summary>It can't be determined which reference the only new invoice belongs to.</summary>
    [Fact]
    public void InvoiceMatchingEarlierUnknownChargeIsNotAssigned()
    {
        RewriteInvoiceList(HideCharges);
        Server.Faults.After = LoseResponse;
        Run(Lost);
        Server.Faults.After = null;
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        RewriteInvoiceList(summary =>
        {
            if (Charges == 1)
            {
                HideCharges(summary);
            }
        });

        var error = Run($"New-ViamCharge {Acme} 10 -Confirm:$false -ReconcileTimeoutSec 0").OnlyError;

        AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, Acme);
        Assert.Contains("could belong to another charge", error.Exception.Message, StringComparison.Ordinal);
        Assert.Single(ServerCharges);
    }

    [Fact]
    public async Task InvoiceIsNotAssignedInTwoRunspacesOfOneSession()
    {
        Connect("-TimeoutSec 20");
        var charges = 0;
        var gate = new RequestGate();
        Server.Faults.On(
            "ChargeOrganization",
            async context =>
            {
                if (Interlocked.Increment(ref charges) == 1)
                {
                    await gate.PassAsync(context);
                    throw new RpcException(new Status(StatusCode.Unavailable, "never processed"));
                }
            }
        );
        // The second charge is made immediately, but its response is sent only after the first one has searched for its
        // invoice.
        Server.Faults.After = context =>
            context.IsOf("ChargeOrganization") ? Task.Delay(1500, CancellationToken.None) : Task.CompletedTask;
        using var other = new PowerShellEngine();
        using var first = new RunningScript(Engine, $"New-ViamCharge {Acme} 10 -Confirm:$false -ReconcileTimeoutSec 1");
        await gate.Reached;
        using var second = new RunningScript(other, $"New-ViamCharge {Acme} 10 -Confirm:$false -ReconcileTimeoutSec 1");
        for (var i = 0; i < 20 && ServerCharges.Count == 0; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        gate.Open();
        first.WaitForEnd();
        second.WaitForEnd();

        Assert.Empty(first.Output);
        Assert.Equal(
            Assert.Single(ServerCharges).InvoiceId,
            ((Charge)Assert.Single(second.Output).BaseObject).InvoiceId
        );
    }

    [Theory]
    [InlineData("-2200", false)]
    [InlineData("-25", false)]
    [InlineData("none", false)]
    [InlineData("-20", true)]
    [InlineData("2", true)]
    [InlineData("200", false)]
    public void OnlyInvoiceWithMatchingDateIsAssigned(string hours, bool isClaimed)
    {
        WriteIntent("a");
        RewriteInvoiceList(summary =>
        {
            var invoice = new InvoiceSummary
            {
                Id = "late",
                InvoiceAmount = 10,
                Status = "paid",
            };
            if (hours != "none")
            {
                invoice.InvoiceDate = FromDateTime(
                    DateTime.UtcNow.AddHours(int.Parse(hours, System.Globalization.CultureInfo.InvariantCulture))
                );
            }
            summary.Invoices.Add(invoice);
        });

        var run = Run(Batch + "-ResendAfter 0:0:1", ("rows", new[] { Row("a") }), ("ledger", Ledger));

        Assert.Equal(isClaimed ? ["late"] : [], run.Of<Charge>().Select(charge => charge.InvoiceId));
        Assert.Equal((isClaimed ? 0 : 1, 0), (run.Errors.Count, Charges));
    }

    private static Task LoseResponse(ServerCallContext context) =>
        context.IsOf("ChargeOrganization")
            ? throw new RpcException(new Status(StatusCode.Unavailable, "lost"))
            : Task.CompletedTask;
}
