using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Charges of earlier runs that are not sent again.</summary>
public sealed class ChargeResendTests : ReconcileTest
{
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

    /// <summary>Makes a charge that this session doesn't know about, such as the charge of a killed run.</summary>
    private void ChargeInAnotherSession(string subtotal)
    {
        RunSuccessfully($"New-ViamCharge {Acme} {subtotal} -Confirm:$false");
        ConnectWithFastClock();
    }
}
