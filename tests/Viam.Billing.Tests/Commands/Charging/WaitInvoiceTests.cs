using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Waiting for invoices to be paid.</summary>
public sealed class WaitInvoiceTests : ChargeTest
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public void PipedChargeIsReturnedAsPaidInvoice()
    {
        Server.State.PaymentSettlesAfter = s_second;

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
        RewriteInvoiceList(summary =>
            summary.Invoices.Add(
                new InvoiceSummary
                {
                    Id = "failed",
                    InvoiceAmount = 5,
                    Status = "outstanding",
                    LastPaymentFailureReason = reason,
                }
            )
        );

        var run = Run($"Wait-ViamInvoice -TimeoutSec 20 failed -OrganizationId {Acme}");

        Assert.Empty(run.Output);
        var error = run.OnlyError;
        AssertError(error, "PaymentFailed", ErrorCategory.InvalidResult, error.TargetObject);
        Assert.Equal("failed", Assert.IsType<Invoice>(error.TargetObject).InvoiceId);
        Assert.Contains(
            reason.Length > 0 ? reason : "no reason was given",
            error.Exception.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(remedy, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void PaymentFailureDuringWaitDoesNotStopOtherInvoices()
    {
        Server.State.PaymentSettlesAfter = s_second;

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
        RewriteInvoiceList(summary =>
            summary.Invoices.Add(
                new InvoiceSummary
                {
                    Id = "retried",
                    InvoiceAmount = 5,
                    Status = Interlocked.Increment(ref listRequestCount) > 1 ? "paid" : "payment_processing",
                    LastPaymentFailureReason = "card_declined",
                }
            )
        );

        Assert.Equal(
            "paid",
            Assert.Single(Get<Invoice>($"Wait-ViamInvoice -TimeoutSec 20 retried -OrganizationId {Acme}")).Status
        );
    }

    [Theory]
    [InlineData("payment_processing", "Its status is payment_processing.")]
    [InlineData("in_review", "Its status is in_review.")]
    public void TimeoutWritesErrorWithInvoiceStatus(string status, string words)
    {
        RewriteInvoiceList(summary =>
            summary.Invoices.Add(
                new InvoiceSummary
                {
                    Id = "slow",
                    InvoiceAmount = 5,
                    Status = status,
                }
            )
        );

        var error = Run($"Wait-ViamInvoice slow -OrganizationId {Acme} -TimeoutSec 1").OnlyError;

        AssertError(error, "WaitTimeout", ErrorCategory.OperationTimeout, "slow");
        Assert.EndsWith(words, error.Exception.Message, StringComparison.Ordinal);
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

    [Fact]
    public void WaitContinuesWhileServiceIsTemporarilyUnavailable()
    {
        Server.State.PaymentSettlesAfter = s_second;
        RunSuccessfully($"$charge = New-ViamCharge {Acme} 5 -Confirm:$false");
        var listRequestCount = 0;
        Server.Faults.On(
            "GetInvoicesSummary",
            _ =>
                Interlocked.Increment(ref listRequestCount) is > 1 and < 6
                    ? throw new RpcException(new Status(StatusCode.Unavailable, "away"))
                    : Task.CompletedTask
        );

        Assert.Equal("paid", Assert.Single(Get<Invoice>("$charge | Wait-ViamInvoice -TimeoutSec 20")).Status);
        Assert.InRange(listRequestCount, 6, 8);
    }

    [Fact]
    public void TimeoutErrorContainsLastServerMessage()
    {
        RunSuccessfully($"$charge = New-ViamCharge {Acme} 5 -Confirm:$false");
        var listRequestCount = 0;
        Server.State.PaymentSettlesAfter = TimeSpan.FromMinutes(1);
        Server.Faults.On(
            "GetInvoicesSummary",
            _ =>
                Interlocked.Increment(ref listRequestCount) > 1
                    ? throw new RpcException(new Status(StatusCode.ResourceExhausted, "slower"))
                    : Task.CompletedTask
        );

        var error = Run("$charge | Wait-ViamInvoice -TimeoutSec 2").OnlyError;

        AssertError(error, "WaitTimeout", ErrorCategory.OperationTimeout, Assert.Single(ServerCharges).InvoiceId);
        Assert.Contains("Server message: slower", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, "ServiceUnavailable")]
    [InlineData(StatusCode.PermissionDenied, "PermissionDenied")]
    public void FailedFirstRequestWritesErrorForThatOrganizationOnly(StatusCode status, string id)
    {
        Server.State.PaymentSettlesAfter = TimeSpan.Zero;
        var charges = Get<Charge>(
            "$ids | New-ViamCharge -Subtotal 5 -Confirm:$false",
            ("ids", new[] { Acme, Cascade })
        );
        Server.Faults.On(
            "GetInvoicesSummary",
            context =>
                Faults.RequestOf(context) is GetInvoicesSummaryRequest { OrgId: Acme }
                    ? throw new RpcException(new Status(status, "no"))
                    : Task.CompletedTask
        );

        var run = Run("$charges | Wait-ViamInvoice -TimeoutSec 20", ("charges", charges));

        AssertError(run.OnlyError, id, run.OnlyError.CategoryInfo.Category, Acme);
        Assert.Equal(Cascade, Assert.IsType<Invoice>(Assert.Single(run.Output).BaseObject).OrganizationId);
    }

    [Fact]
    public void PollingIntervalIncreases()
    {
        RewriteInvoiceList(summary =>
            summary.Invoices.Add(
                new InvoiceSummary
                {
                    Id = "slow",
                    InvoiceAmount = 5,
                    Status = "payment_processing",
                }
            )
        );

        Run($"Wait-ViamInvoice slow -OrganizationId {Acme} -TimeoutSec 8");

        // At 0, 1, 2.5, 4.75, and 8 s, plus one if a timer fires early. Polling once per second would send 9 requests.
        Assert.InRange(CountRequests("GetInvoicesSummary"), 2, 6);
    }

    [Fact]
    public void WaitReportsProgress()
    {
        Server.State.PaymentSettlesAfter = s_second;
        var host = new FakePSHost();
        using var engine = new PowerShellEngine(host: host);

        engine.Run($"New-ViamCharge {Acme} 5 -Confirm:$false | Wait-ViamInvoice -TimeoutSec 60");

        var shown = host.Progress.Where(record => record.Activity == "Wait-ViamInvoice").ToArray();
        Assert.Equal(("0 of 1 invoices are paid or failed", 0), (shown[0].StatusDescription, shown[0].PercentComplete));
        Assert.InRange(shown[0].SecondsRemaining, 50, 60);
        var invoiceId = Assert.Single(ServerCharges).InvoiceId;
        var ofInvoice = host.Progress.Where(record => record.Activity == $"Invoice {invoiceId}").ToArray();
        Assert.Equal(
            (0, "payment_processing", ProgressRecordType.Processing),
            (ofInvoice[0].ParentActivityId, ofInvoice[0].StatusDescription, ofInvoice[0].RecordType)
        );
        Assert.Equal(ProgressRecordType.Completed, ofInvoice[^1].RecordType);
        Assert.Equal(ProgressRecordType.Completed, shown[^1].RecordType);
    }

    [Fact]
    public async Task StopEndsWaitImmediately()
    {
        RewriteInvoiceList(summary =>
            summary.Invoices.Add(
                new InvoiceSummary
                {
                    Id = "slow",
                    InvoiceAmount = 5,
                    Status = "payment_processing",
                }
            )
        );
        using var running = new RunningScript(Engine, $"Wait-ViamInvoice -TimeoutSec 20 slow -OrganizationId {Acme}");
        while (CountRequests("GetInvoicesSummary") == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.InRange(running.Stop(), TimeSpan.Zero, s_second);
    }
}
