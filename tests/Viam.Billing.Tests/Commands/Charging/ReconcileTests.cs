using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Contract;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;
using static Google.Protobuf.WellKnownTypes.Timestamp;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Which invoices count as evidence that a charge was made.</summary>
public sealed class ReconcileTests : ChargeTest
{
    private const string Batch = "$rows | New-ViamCharge -LedgerPath $ledger -Confirm:$false -ReconcileTimeoutSec 0 ";
    private const string Lost =
        $"New-ViamCharge {Acme} 10 -Confirm:$false -ReconcileTimeoutSec 0 -ErrorAction SilentlyContinue";

    private string Service => Server.Address.GetLeftPart(UriPartial.Authority);

    private protected override void Prepare() => Connect("-TimeoutSec 2");

    /// <summary>
    /// The sequence that caused a duplicate charge in an earlier version: interrupted after the charge, listed late,
    /// then refused, then listed.
    /// </summary>
    [Fact]
    public void InterruptedChargeIsNotSentAgainAndReconciledWhenListed()
    {
        var isListed = false;
        WriteIntent("a");
        ChargeInAnotherSession("10");
        RewriteInvoiceList(summary =>
        {
            if (!isListed)
            {
                HideCharges(summary);
            }
        });

        var second = RunBatch(Row("a")).OnlyError;
        Assert.StartsWith("ChargeOutcomeUnknown,", second.FullyQualifiedErrorId, StringComparison.Ordinal);
        Server.Faults.Refuse("ChargeOrganization", StatusCode.ResourceExhausted);
        var third = RunBatch(Row("a")).OnlyError;
        Assert.StartsWith("ChargeOutcomeUnknown,", third.FullyQualifiedErrorId, StringComparison.Ordinal);
        Server.Faults.Before = null;
        isListed = true;

        var charge = OnlyCharge(RunBatch(Row("a")));
        Assert.Equal((Assert.Single(ServerCharges).InvoiceId, true), (charge.InvoiceId, charge.Reconciled));
    }

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

    /// <summary>The refusal is definite, but nothing explains the invoice that appeared since then.</summary>
    [Fact]
    public void RefusedChargeIsNotSentAgainWhileNewInvoiceIsUnexplained()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.FailedPrecondition, "no payment method");
        AssertError(RunBatch(Row("a")).OnlyError, "ChargeRefused", ErrorCategory.InvalidOperation, "a");
        Server.Faults.Before = null;
        ChargeInAnotherSession("10");

        for (var run = 0; run < 2; run++)
        {
            AssertError(RunBatch(Row("a")).OnlyError, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        }

        Assert.Equal(("Unknown", 2), (Assert.Single(Entries()).State, Charges));
        // After the user resolves the charge, the invoices listed at that time no longer prevent it.
        RunSuccessfully("Resolve-ViamCharge $ledger a -NotCharged -Confirm:$false", ("ledger", Ledger));
        Assert.Equal("a", OnlyCharge(RunBatch(Row("a"))).Reference);
        Assert.Equal(3, Charges);
    }

    [Fact]
    public void ChargeSentAgainAndRefusedRemainsUnknown()
    {
        WriteIntent("a");
        Server.Faults.Refuse("ChargeOrganization", StatusCode.ResourceExhausted, "slow down");

        var error = Run(Batch + "-ResendAfter 0:0:1", ("rows", new[] { Row("a") }), ("ledger", Ledger)).OnlyError;

        AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        Assert.Contains(
            "An earlier attempt may have been processed",
            error.Exception.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(("Unknown", 1), (Assert.Single(Entries()).State, Charges));
    }

    [Fact]
    public void ChargeWithLostResponseIsNotSentAgainWithResendAfter()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        RunBatch(Row("a"));
        Server.Faults.Before = null;

        var error = Run(Batch + "-ResendAfter 0:0:1", ("rows", new[] { Row("a") }), ("ledger", Ledger)).OnlyError;

        AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        Assert.Equal(1, Charges);
    }

    private static Task LoseResponse(ServerCallContext context) =>
        context.IsOf("ChargeOrganization")
            ? throw new RpcException(new Status(StatusCode.Unavailable, "lost"))
            : Task.CompletedTask;

    private static PSObject Row(string reference)
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("OrganizationId", Acme));
        row.Properties.Add(new PSNoteProperty("Subtotal", "10"));
        row.Properties.Add(new PSNoteProperty("Reference", reference));
        return row;
    }

    private PowerShellRun RunBatch(params PSObject[] rows) => Run(Batch, ("rows", rows), ("ledger", Ledger));

    private IReadOnlyList<ChargeLedgerEntry> Entries() =>
        Get<ChargeLedgerEntry>("Get-ViamChargeLedger $ledger", ("ledger", Ledger));

    /// <summary>Makes a charge that this session doesn't know about, such as the charge of a killed run.</summary>
    private void ChargeInAnotherSession(string subtotal)
    {
        RunSuccessfully($"New-ViamCharge {Acme} {subtotal} -Confirm:$false");
        Connect("-TimeoutSec 2");
    }

    /// <summary>Writes an intent without an outcome, as a crash leaves it.</summary>
    private void WriteIntent(string reference)
    {
        string[] listed = [.. Get<Invoice>($"Get-ViamInvoice {Acme}").Select(invoice => invoice.InvoiceId)];
        using var ledger = ChargeLedger.Open(Ledger);
        ledger.AddIntent(
            reference,
            new ChargeRequest(Acme, 10m, 0m, null, null, NoConfirmationEmail: false),
            Service,
            listed
        );
    }
}
