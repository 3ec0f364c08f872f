using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

public sealed class InvoiceAgingTests : CmdletTest
{
    private protected override void Prepare() => Connect();

    [Fact]
    public void BucketsAreThoseOfTheOpenInvoicesWithOneRequestPerOrganization()
    {
        var aging = Get<InvoiceAging>("$ids | Get-ViamInvoiceAging", ("ids", Owned));

        Assert.Equal(Owned, aging.Select(static row => row.OrganizationId));
        Assert.Equal(Owned.Length, CountRequests("GetInvoicesSummary"));
        Assert.All(
            aging,
            static row =>
                Assert.Equal(
                    row.Total,
                    row.Current + row.Days1To30 + row.Days31To60 + row.Days61To90 + row.Over90Days + row.NoDueDate
                )
        );
        Assert.All(aging, static row => Assert.Equal(row.OutstandingBalance - row.Total, row.Difference));
        Assert.Contains(aging, static row => row.Overdue > 0);
    }

    [Fact]
    public void OverdueOnlyAndDetailSelectTheInvoicesThatAreOverdue()
    {
        var overdue = Get<Invoice>("$ids | Get-ViamInvoice -Overdue", ("ids", Owned));
        var detail = Get<InvoiceAgingDetail>("$ids | Get-ViamInvoiceAging -Detail -OverdueOnly", ("ids", Owned));
        var totals = Get<InvoiceAging>("$ids | Get-ViamInvoiceAging -OverdueOnly", ("ids", Owned));

        Assert.NotEmpty(overdue);
        Assert.Equal(
            overdue.Select(static invoice => invoice.InvoiceId).Order(),
            detail.Select(static invoice => invoice.InvoiceId).Order()
        );
        Assert.Equal(
            overdue.Select(static invoice => invoice.OrganizationId).Distinct().Order(),
            totals.Select(static row => row.OrganizationId).Order()
        );
        Assert.Equal(overdue.Sum(static invoice => invoice.Amount), totals.Sum(static row => row.Overdue));
    }

    [Fact]
    public void InvoicesFromThePipelineAreAgedWithoutARequestOrASession()
    {
        var expected = Get<InvoiceAging>("$ids | Get-ViamInvoiceAging", ("ids", Owned));
        RunSuccessfully("$invoices = $ids | Get-ViamInvoice; Disconnect-ViamBilling", ("ids", Owned));
        var requests = CountRequests("GetInvoicesSummary");

        var aging = Get<InvoiceAging>("$invoices | Get-ViamInvoiceAging");

        Assert.Equal(requests, CountRequests("GetInvoicesSummary"));
        Assert.Equal(
            expected.Where(static row => row.InvoiceCount > 0).Select(static row => (row.OrganizationId, row.Total)),
            aging.Where(static row => row.InvoiceCount > 0).Select(static row => (row.OrganizationId, row.Total))
        );
        Assert.All(aging, static row => Assert.Null(row.OutstandingBalance ?? row.Difference));
    }

    [Fact]
    public void AnotherDayHasOtherBucketsAndNoBalance()
    {
        var past = Assert.Single(
            Get<InvoiceAging>("Get-ViamInvoiceAging $id -AsOf 2000-01-01", ("id", SandboxOrganizations.Acme))
        );
        var run = Run("$ids | Get-ViamInvoiceAging -AsOf 2100-01-01", ("ids", Owned));
        var future = run.Of<InvoiceAging>().ToArray();

        Assert.Equal((0, 0m), (past.InvoiceCount, past.Total));
        Assert.All(future, static row => Assert.Equal(row.Total - row.NoDueDate, row.Over90Days));
        Assert.All(future, static row => Assert.Null(row.OutstandingBalance));
        Assert.Equal(Owned.Length, future.Length);
        Assert.Equal(
            "2100-01-01 is in the future. The ages assume that no invoice is created or paid until then.",
            Assert.Single(run.Warnings)
        );
        Assert.Empty(run.Errors);
    }

    [Fact]
    public void OrganizationThatCannotBeReadIsAnErrorAndTheOthersContinue()
    {
        Server.Faults.Refuse("GetInvoicesSummary", StatusCode.PermissionDenied);

        var run = Run("Get-ViamInvoiceAging $id", ("id", SandboxOrganizations.Acme));

        Assert.Empty(run.Output);
        AssertError(
            Assert.Single(run.Errors),
            "PermissionDenied",
            ErrorCategory.PermissionDenied,
            SandboxOrganizations.Acme
        );
    }
}
