using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>
/// Output of the cmdlets for invoices and balances: property names, their order, and the values sent by the server.
/// </summary>
public sealed class InvoiceOutputTests : ReadTest
{
    [Fact]
    public void InvoiceHasExpectedProperties()
    {
        var invoice = RunSuccessfully($"Get-ViamInvoice {SandboxOrganizations.Bluewater}")[1];

        AssertProperties(
            invoice,
            "OrganizationName OrganizationId InvoiceId InvoiceDate Amount Status DueDate PaidDate "
                + "IsOverdue IsPaymentInProgress "
                + "LastPaymentFailureReason LastPaymentFailureDate"
        );
        var date = MonthStart.AddMonths(-2);
        Assert.Equal(SandboxOrganizations.Bluewater, Property<string>(invoice, "OrganizationId"));
        Assert.True(Guid.TryParse(Property<string>(invoice, "InvoiceId"), out _));
        AssertUtc(date, invoice, "InvoiceDate");
        Assert.InRange(Property<decimal>(invoice, "Amount"), 300m, 450m);
        Assert.Equal("outstanding", Property<string>(invoice, "Status"));
        AssertUtc(date.AddDays(30), invoice, "DueDate");
        Assert.Null(invoice.Properties["PaidDate"].Value);
        Assert.Equal(date.AddDays(30) < Now, Property<bool>(invoice, "IsOverdue"));
        Assert.Equal("processing_error", Property<string>(invoice, "LastPaymentFailureReason"));
        AssertUtc(date.AddDays(2).AddHours(9.5), invoice, "LastPaymentFailureDate");
    }

    [Fact]
    public void InvoicesAreReturnedAsSentByServer()
    {
        Server.Faults.Rewrite = response => response is GetInvoicesSummaryResponse ? Invoices.Response : response;

        var invoices = Get<Invoice>($"Get-ViamInvoice {SandboxOrganizations.Acme}");

        Assert.Equal(Invoices.All, invoices.Select(invoice => invoice.InvoiceId));
        Assert.Equal([10.1m, 20.2m, 30.3m, 40.4m, 50.5m], invoices.Select(invoice => invoice.Amount!.Value));
        Assert.Equal([true, false, false, false, true], invoices.Select(invoice => invoice.IsOverdue));
        Assert.Equal("in_dispute", invoices[^1].Status);
    }

    [Fact]
    public void OutstandingBalanceHasExpectedProperties()
    {
        Server.Faults.Rewrite = response => response is GetInvoicesSummaryResponse ? Invoices.Response : response;

        var balance = Assert.Single(RunSuccessfully($"Get-ViamOutstandingBalance {SandboxOrganizations.Acme}"));

        AssertProperties(
            balance,
            "OrganizationName OrganizationId OutstandingBalance InvoiceCount UnpaidInvoiceCount "
                + "InProcessInvoiceCount OverdueInvoiceCount"
        );
        Assert.Equal(SandboxOrganizations.Acme, Property<string>(balance, "OrganizationId"));
        Assert.Equal(60.6m, Property<decimal>(balance, "OutstandingBalance"));
        Assert.Equal(5, Property<int>(balance, "InvoiceCount"));
        Assert.Equal(3, Property<int>(balance, "UnpaidInvoiceCount"));
        Assert.Equal(1, Property<int>(balance, "InProcessInvoiceCount"));
        Assert.Equal(2, Property<int>(balance, "OverdueInvoiceCount"));
    }

    [Fact]
    public void OutstandingBalanceIsSumOfUnpaidInvoices()
    {
        var unpaid = Get<Invoice>($"Get-ViamInvoice {SandboxOrganizations.Lumiere} -Status outstanding");
        var balance = Assert.Single(
            Get<OrganizationBalance>($"Get-ViamOutstandingBalance {SandboxOrganizations.Lumiere}")
        );

        Assert.Equal(unpaid.Sum(invoice => invoice.Amount), balance.OutstandingBalance);
        Assert.Equal((4, 4), (balance.InvoiceCount, balance.UnpaidInvoiceCount));
    }
}
