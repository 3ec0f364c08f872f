using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Waiting for invoices to be paid.</summary>
public sealed class WaitInvoiceTests : WaitInvoiceTest
{
    [Fact]
    public void PipedChargeIsReturnedAsPaidInvoice()
    {
        Server.State.PaymentSettlesAfter = Second;

        var invoice = Assert.Single(
            Get<Invoice>($"New-ViamCharge {Acme} 5 -Confirm:$false | Wait-ViamInvoice -TimeoutSec 20")
        );

        Assert.Equal(
            (Assert.Single(ServerCharges).InvoiceId, "paid", 5m, Acme),
            (invoice.InvoiceId, invoice.Status, invoice.Amount, invoice.OrganizationId)
        );
        Assert.NotNull(invoice.PaidDate);
    }

    [Fact]
    public void WaitForManyInvoicesSendsOneRequestPerOrganization()
    {
        Server.State.PaymentSettlesAfter = TimeSpan.Zero;
        var charges = Get<Charge>(
            "$ids, $ids | ForEach-Object { $_ } | New-ViamCharge -AllowRepeatedOrganization -Subtotal 5 "
                + "-Confirm:$false",
            ("ids", new[] { Acme, Cascade })
        );
        var sent = CountRequests("GetInvoicesSummary");

        var invoices = Get<Invoice>("$charges | Wait-ViamInvoice -TimeoutSec 20", ("charges", charges));

        Assert.Equal(charges.Select(charge => charge.InvoiceId), invoices.Select(invoice => invoice.InvoiceId));
        Assert.Equal(2, CountRequests("GetInvoicesSummary") - sent);
    }

    [Fact]
    public void PaidInvoiceIsReturnedImmediately()
    {
        var paid = Get<Invoice>($"Get-ViamInvoice {Acme} -Latest 2");
        var sent = CountRequests("GetInvoicesSummary");

        var invoices = Get<Invoice>(
            $"$ids | Wait-ViamInvoice -TimeoutSec 20 -OrganizationId {Acme}",
            ("ids", paid.Select(invoice => invoice.InvoiceId.ToUpperInvariant()).ToArray())
        );

        Assert.Equal(paid.Select(invoice => invoice.InvoiceId), invoices.Select(invoice => invoice.InvoiceId));
        Assert.Equal(1, CountRequests("GetInvoicesSummary") - sent);
    }

    [Theory]
    [InlineData("card_declined", "bank")]
    [InlineData("insufficient_funds", "fund")]
    [InlineData("expired_card", "hasn't expired")]
    [InlineData("incorrect_cvc", "again")]
    [InlineData("incorrect_card_number", "again")]
    [InlineData("authentication_required", "confirmation")]
    [InlineData("processing_error", "processor")]
    [InlineData("other", "Send-ViamPaymentRequiredEmail")]
    [InlineData("new_in_2030", "Send-ViamPaymentRequiredEmail")]
    [InlineData("", "Send-ViamPaymentRequiredEmail")]
    public void FailedPaymentWritesErrorWithReasonAndRecommendedAction(string reason, string remedy)
    {
        ListInvoice("failed", () => "outstanding", reason);

        var run = Run($"Wait-ViamInvoice -TimeoutSec 20 failed -OrganizationId {Acme}");

        Assert.Empty(run.Output);
        var error = run.OnlyError;
        AssertError(error, "PaymentFailed", ErrorCategory.InvalidResult, error.TargetObject);
        Assert.Equal("failed", Assert.IsType<Invoice>(error.TargetObject).InvoiceId);
        // With the name, if the session knows it.
        Assert.Matches($@" by organization (.+ \()?{Acme}\)? failed", error.Exception.Message);
        Assert.EndsWith(
            reason is "" or "other" ? "failed. The service gave no specific reason." : $"failed: {reason}.",
            error.Exception.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(remedy, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void PaymentFailureDuringWaitDoesNotStopOtherInvoices()
    {
        Server.State.PaymentSettlesAfter = Second;

        var run = Run(
            "$ids | New-ViamCharge -Subtotal 5 -Confirm:$false | Wait-ViamInvoice -TimeoutSec 20",
            ("ids", new[] { SandboxOrganizations.Fernhill, Acme })
        );

        Assert.Equal(Acme, Assert.IsType<Invoice>(Assert.Single(run.Output).BaseObject).OrganizationId);
        Assert.StartsWith("PaymentFailed,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("card_declined", run.OnlyError.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EarlierPaymentFailureIsIgnoredWhilePaymentIsInProgress()
    {
        var listRequestCount = 0;
        ListInvoice(
            "retried",
            () => Interlocked.Increment(ref listRequestCount) > 1 ? "paid" : "payment_processing",
            "card_declined"
        );

        Assert.Equal(
            "paid",
            Assert.Single(Get<Invoice>($"Wait-ViamInvoice -TimeoutSec 20 retried -OrganizationId {Acme}")).Status
        );
    }

    [Fact]
    public void InvoiceThatIsNeverListedFailsWithInvoiceNotFound() =>
        AssertError(
            Run($"Wait-ViamInvoice none -OrganizationId {Acme} -TimeoutSec 1").OnlyError,
            "InvoiceNotFound",
            ErrorCategory.ObjectNotFound,
            "none"
        );

    [Fact]
    public void UnknownInvoiceFailsLongBeforeTheTimeout()
    {
        var begun = TimeProvider.System.GetTimestamp();

        var run = Run($"Wait-ViamInvoice none -OrganizationId {Acme} -TimeoutSec 60");

        AssertError(run.OnlyError, "InvoiceNotFound", ErrorCategory.ObjectNotFound, "none");
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    /// <summary>The invoice of a charge can be listed seconds after the charge.</summary>
    [Fact]
    public void InvoiceOfAChargeOfTheSessionIsWaitedForUntilItIsListed()
    {
        Server.State.PaymentSettlesAfter = TimeSpan.Zero;
        var listRequestCount = 0;
        RewriteInvoiceList(summary =>
        {
            if (Interlocked.Increment(ref listRequestCount) < 4)
            {
                summary.Invoices.Clear();
            }
        });

        Assert.Single(Get<Invoice>($"New-ViamCharge {Acme} 5 -Confirm:$false | Wait-ViamInvoice -TimeoutSec 30"));
        Assert.InRange(listRequestCount, 4, 8);
    }

    [Fact]
    public void InvoiceListedLateIsReturned()
    {
        var listRequestCount = 0;
        RewriteInvoiceList(summary =>
        {
            if (Interlocked.Increment(ref listRequestCount) > 1)
            {
                summary.Invoices.Add(
                    new InvoiceSummary
                    {
                        Id = "late",
                        InvoiceAmount = 5,
                        Status = "paid",
                    }
                );
            }
        });

        Assert.Single(Get<Invoice>($"Wait-ViamInvoice -TimeoutSec 20 late -OrganizationId {Acme}"));
    }
}
