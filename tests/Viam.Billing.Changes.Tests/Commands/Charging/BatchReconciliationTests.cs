using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Contract;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Items of a batch whose outcome is unknown.</summary>
public sealed class BatchReconciliationTests : BatchTest
{
    [Fact]
    public void RefusedItemWritesErrorAndIsRetriedByNextRun()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.FailedPrecondition, "no payment method");
        var run = RunBatch(Row(Acme, "a"), Row(Acme, "b"));

        Assert.Equal(["a", "b"], run.Errors.Select(error => error.TargetObject));
        Assert.All(
            run.Errors,
            error => Assert.StartsWith("ChargeRefused,", error.FullyQualifiedErrorId, StringComparison.Ordinal)
        );
        Assert.Equal([("a", "Refused"), ("b", "Refused")], Entries().Select(entry => (entry.Reference, entry.State)));
        Assert.Contains("no payment method", Entries()[0].Message, StringComparison.Ordinal);

        Server.Faults.Before = null;
        Assert.Equal(["a", "b"], Charge(Row(Acme, "a"), Row(Acme, "b")).Select(charge => charge.Reference));
    }

    [Fact]
    public void ItemIsNotChargedWhenInvoicesCannotBeListed()
    {
        Server.Faults.Refuse("GetInvoicesSummary", StatusCode.Internal);

        var error = RunBatch(Row(Acme, "a")).OnlyError;

        AssertError(error, "ServiceError", ErrorCategory.NotSpecified, "a");
        AssertNothingWasCharged(error);
        Assert.Equal(0, Charges);
        Assert.Empty(Entries());
    }

    [Fact]
    public void UnknownOutcomeHoldsBackOrganizationForCurrentRunOnly()
    {
        Server.Faults.On(
            "ChargeOrganization",
            context =>
                ((ChargeOrganizationRequest)Faults.RequestOf(context)).OrgIdToCharge == Acme
                    ? throw new RpcException(new Status(StatusCode.Unavailable, "away"))
                    : Task.CompletedTask
        );

        var run = RunBatch(Row(Acme, "a"), Row(Cascade, "b"), Row(Acme, "c", "20"), Row(Cascade, "d"));

        Assert.Equal(["b", "d"], run.Of<Charge>().Select(charge => charge.Reference));
        AssertError(run.Errors[0], "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        AssertError(run.Errors[1], "ChargeHeldBack", ErrorCategory.OperationStopped, "c");
        Assert.Equal("Unknown", Entries().Single(entry => entry.Reference == "a").State);

        Server.Faults.Before = null;
        run = RunBatch(Row(Acme, "a"), Row(Cascade, "b"), Row(Acme, "c", "20"), Row(Cascade, "d"));

        Assert.Equal(["b", "c", "d"], run.Of<Charge>().Select(charge => charge.Reference));
        AssertError(run.OnlyError, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        Assert.Contains(
            "No new invoice of 10.00 USD is listed",
            run.OnlyError.Exception.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Resolve-ViamCharge -LedgerPath",
            run.OnlyError.ErrorDetails.RecommendedAction,
            StringComparison.Ordinal
        );
        Assert.Equal(4, ServerCharges.Count + 1);
    }

    [Fact]
    public void LostResponseIsReconciledByLaterRun()
    {
        var isHidden = true;
        Server.Faults.After = static context =>
            context.IsOf("ChargeOrganization")
                ? throw new RpcException(new Status(StatusCode.Unavailable, ""))
                : Task.CompletedTask;
        RewriteInvoiceList(summary =>
        {
            if (isHidden)
            {
                HideCharges(summary);
            }
        });
        Assert.StartsWith(
            "ChargeOutcomeUnknown,",
            RunBatch(Row(Acme, "a")).OnlyError.FullyQualifiedErrorId,
            StringComparison.Ordinal
        );

        isHidden = false;
        var charge = Assert.Single(Charge(Row(Acme, "a")));

        Assert.Equal((Assert.Single(ServerCharges).InvoiceId, true), (charge.InvoiceId, charge.Reconciled));
        Assert.Equal(1, Charges);
    }

    /// <summary>It can't be determined which reference the only new invoice belongs to.</summary>
    [Fact]
    public void InvoiceMatchingTwoReferencesIsAssignedToNeither()
    {
        var charge = new ChargeRequest(Acme, 10m, 0m, null, null, NoConfirmationEmail: false);
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            foreach (var reference in new[] { "a", "b" })
            {
                ledger.AddIntent(reference, charge, Service, Listed(Acme));
                ledger.AddLost(reference, "");
            }
        }
        ChargeInAnotherSession("10");

        var run = RunBatch(Row(Acme, "a"), Row(Acme, "b"));

        Assert.Empty(run.Output);
        Assert.All(
            run.Errors,
            error =>
                Assert.Contains("could belong to another charge", error.Exception.Message, StringComparison.Ordinal)
        );
        Assert.Equal(["a", "b"], run.Errors.Select(error => error.TargetObject));
        Assert.Equal(1, Charges);
    }

    /// <summary>The first charge was confirmed, but its invoice is listed only after the second intent.</summary>
    [Fact]
    public void InvoiceOfAnotherReferenceDoesNotReconcilePendingItem()
    {
        var listed = Listed(Acme);
        Charge(Row(Acme, "a"));
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            ledger.AddIntent("b", new(Acme, 10m, 0m, null, null, NoConfirmationEmail: false), Service, listed);
        }

        var run = RunBatch(Row(Acme, "a"), Row(Acme, "b"));

        Assert.Equal(("a", false), (OnlyCharge(run).Reference, OnlyCharge(run).Reconciled));
        AssertError(run.OnlyError, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "b");
        Assert.Equal(1, Charges);
    }

    [Fact]
    public void PendingItemWithMatchingInvoiceIsReconciledAndNotSent()
    {
        WriteIntent("a");
        ChargeInAnotherSession("10");

        var charge = Assert.Single(Charge(Row(Acme, "a")));

        Assert.Equal((Assert.Single(ServerCharges).InvoiceId, true, 1), (charge.InvoiceId, charge.Reconciled, Charges));
    }

    /// <summary>A missing invoice doesn't prove that the charge wasn't made.</summary>
    [Fact]
    public void InterruptedChargeWithoutInvoiceIsUnknownAndNotSentAgain()
    {
        WriteIntent("a");

        for (var run = 0; run < 3; run++)
        {
            var error = RunBatch(Row(Acme, "a"), Row(Acme, "b", "20")).OnlyError;
            AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
            Assert.DoesNotContain(
                "Nothing was charged",
                error.ErrorDetails.RecommendedAction,
                StringComparison.Ordinal
            );
        }

        Assert.Equal(["b"], Entries().Where(entry => entry.State == "Charged").Select(entry => entry.Reference));
        Assert.Equal(("Unknown", 1), (Entries().Single(entry => entry.Reference == "a").State, Charges));
    }

    [Fact]
    public void InterruptedChargeIsSentAgainAfterResendAfterInterval()
    {
        WriteIntent("a");
        var begun = TimeProvider.System.GetTimestamp();

        var charge = Assert.Single(
            Get<Charge>(Batch + "-ResendAfter 0:0:2", ("rows", new[] { Row(Acme, "a") }), ("ledger", Ledger))
        );

        Assert.Equal((Assert.Single(ServerCharges).InvoiceId, false), (charge.InvoiceId, charge.Reconciled));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void PendingItemIsNotChargedAgainWhenNewInvoiceHasOtherAmount()
    {
        WriteIntent("a");
        ChargeInAnotherSession("9.99");

        var run = RunBatch(Row(Acme, "a"), Row(Acme, "b"));

        AssertError(run.OnlyError, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        Assert.Contains("but 1 with other amounts", run.OnlyError.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("b", OnlyCharge(run).Reference);
        Assert.Equal(2, Charges);
    }

    [Fact]
    public void PendingItemIsNotChargedAgainWhenInvoicesCannotBeListed()
    {
        WriteIntent("a");
        Server.Faults.Refuse("GetInvoicesSummary", StatusCode.Internal, "no list");

        var error = RunBatch(Row(Acme, "a")).OnlyError;

        AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        Assert.Contains("no list", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(("Pending", 0), (Assert.Single(Entries()).State, Charges));
    }

    /// <summary>Makes a charge that this session doesn't know about, such as the charge of a killed run.</summary>
    private void ChargeInAnotherSession(string subtotal)
    {
        RunSuccessfully($"New-ViamCharge {Acme} {subtotal} -Confirm:$false");
        Connect("-TimeoutSec 1");
    }
}
