using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Requests, progress, and errors of the service while invoices are waited for.</summary>
public sealed class WaitInvoicePollingTests : WaitInvoiceTest
{
    [Theory]
    [InlineData("payment_processing", "Its status is payment_processing.")]
    [InlineData("in_review", "Its status is in_review.")]
    public void TimeoutWritesErrorWithInvoiceStatus(string status, string words)
    {
        ListInvoice("slow", () => status);

        var error = Run($"Wait-ViamInvoice slow -OrganizationId {Acme} -TimeoutSec 1").OnlyError;

        AssertError(error, "WaitTimeout", ErrorCategory.OperationTimeout, "slow");
        Assert.Contains(Acme, error.Exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(words, error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WaitContinuesWhileServiceIsTemporarilyUnavailable()
    {
        Server.State.PaymentSettlesAfter = Second;
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

        DefaultSession.Current!.Clock = new FastClock(5);

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
        ListInvoice("slow", () => "payment_processing");

        DefaultSession.Current!.Clock = new FastClock(5);

        Run($"Wait-ViamInvoice slow -OrganizationId {Acme} -TimeoutSec 8");

        // At 0, 1, 2.5, 4.75, and 8 s, plus one if a timer fires early. Polling once per second would send 9 requests.
        Assert.InRange(CountRequests("GetInvoicesSummary"), 2, 6);
    }

    [Fact]
    public void WaitReportsProgress()
    {
        Server.State.PaymentSettlesAfter = Second;
        var host = new FakePSHost();
        using var engine = EngineCache.Take(host);

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
        ListInvoice("slow", () => "payment_processing");
        using var running = new RunningScript(Engine, $"Wait-ViamInvoice -TimeoutSec 20 slow -OrganizationId {Acme}");
        while (CountRequests("GetInvoicesSummary") == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.InRange(running.Stop(), TimeSpan.Zero, Second);
    }
}
