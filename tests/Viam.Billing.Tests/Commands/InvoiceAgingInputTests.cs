using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Invoices from the pipeline: each counts once, and what isn't all of an invoice is an error.</summary>
public sealed class InvoiceAgingInputTests : CmdletTest
{
    private const string Acme = SandboxOrganizations.Acme;

    private int Requests => CountRequests("GetInvoicesSummary");

    private protected override void Prepare() => Connect();

    [Theory]
    [InlineData("ForEach-Object { [pscustomobject]@{ OrganizationId = $_.OrganizationId; InvoiceId = $_.InvoiceId } }")]
    [InlineData("ForEach-Object { [pscustomobject]@{ OrganizationId = $_.OrganizationId; DueDate = $_.DueDate } }")]
    [InlineData(
        "ForEach-Object { [Management.Automation.PSSerializer]::Deserialize("
            + "[Management.Automation.PSSerializer]::Serialize($_)) }"
    )]
    [InlineData("Get-ViamInvoiceAging -Detail")]
    public void CopyOfInvoicesIsOneErrorWithoutARequest(string copy)
    {
        RunSuccessfully("$invoices = $ids | Get-ViamInvoice", ("ids", Owned));
        var requests = Requests;

        var run = Run($"$invoices | {copy} | Get-ViamInvoiceAging");

        Assert.Empty(run.Output);
        AssertError(run.OnlyError, "InvoiceIncomplete", ErrorCategory.InvalidType, null);
        Assert.Equal(requests, Requests);
    }

    [Fact]
    public void ObjectWithOnlyAnOrganizationIdStillMeansTheOrganization()
    {
        RunSuccessfully("$invoices = Get-ViamInvoice $id", ("id", Acme));

        var aging = Get<InvoiceAging>(
            "$invoices | ForEach-Object { [pscustomobject]@{ OrganizationId = $_.OrganizationId } } "
                + "| Get-ViamInvoiceAging"
        );

        Assert.Equal(Acme, Assert.Single(aging).OrganizationId);
    }

    [Fact]
    public void InvoiceThatIsGivenTwiceCountsOnce()
    {
        RunSuccessfully("$invoices = $ids | Get-ViamInvoice", ("ids", Owned));
        var expected = Get<InvoiceAging>("$invoices | Get-ViamInvoiceAging");
        var detail = Get<InvoiceAgingDetail>("$invoices | Get-ViamInvoiceAging -Detail");

        var again = Run("$invoices + $invoices | Get-ViamInvoiceAging");

        Assert.NotEqual(0, expected.Sum(static row => row.Total));
        Assert.Empty(again.Warnings);
        Assert.Equal(
            expected.Select(static row => (row.OrganizationId, row.Total, row.InvoiceCount)),
            again
                .Output.Select(static item => (InvoiceAging)item.BaseObject)
                .Select(static row => (row.OrganizationId, row.Total, row.InvoiceCount))
        );
        Assert.Equal(
            detail.Select(static row => row.InvoiceId),
            Get<InvoiceAgingDetail>("$invoices + $invoices | Get-ViamInvoiceAging -Detail")
                .Select(static row => row.InvoiceId)
        );
    }

    [Fact]
    public void OfDifferentReadsOfAnInvoiceTheLastCountsWithAWarning()
    {
        RunSuccessfully("$old = Get-ViamInvoice $id", ("id", Acme));
        Server.Faults.Rewrite = static response =>
        {
            foreach (var invoice in (response as GetInvoicesSummaryResponse)?.Invoices ?? [])
            {
                invoice.InvoiceAmount = 1;
                invoice.Status = "outstanding";
                invoice.PaidDate = null;
            }
            return response;
        };
        RunSuccessfully("$new = Get-ViamInvoice $id", ("id", Acme));

        var run = Run("$old + $new | Get-ViamInvoiceAging");

        var aging = (InvoiceAging)Assert.Single(run.Output).BaseObject;
        Assert.Equal((decimal)aging.InvoiceCount, aging.Total);
        Assert.Contains("different values", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$id; $invoices")]
    [InlineData("$invoices; $id")]
    public void OrganizationThatIsAlsoReadIsReturnedOnceWithAWarning(string input)
    {
        RunSuccessfully("$invoices = @(Get-ViamInvoice $id)[0]", ("id", Acme));
        var expected = Assert.Single(Get<InvoiceAging>("Get-ViamInvoiceAging $id", ("id", Acme)));

        var run = Run($"& {{ {input} }} | Get-ViamInvoiceAging", ("id", Acme));

        Assert.Empty(run.Errors);
        Assert.Equal(expected.Total, ((InvoiceAging)Assert.Single(run.Output).BaseObject).Total);
        Assert.Contains("from the pipeline were left out", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesAreThoseOfTheInvoices()
    {
        var invoices = Get<Invoice>("($invoices = $ids | Get-ViamInvoice)", ("ids", Owned));
        RunSuccessfully("Disconnect-ViamBilling");

        var aging = Get<InvoiceAging>("$invoices | Get-ViamInvoiceAging");
        var detail = Get<InvoiceAgingDetail>("$invoices | Get-ViamInvoiceAging -Detail");

        var names = invoices.Select(static row => (row.OrganizationId, row.OrganizationName)).ToHashSet();
        Assert.All(aging, row => Assert.Contains((row.OrganizationId, row.OrganizationName), names));
        Assert.All(detail, row => Assert.Contains((row.OrganizationId, row.OrganizationName), names));
        Assert.All(aging, static row => Assert.NotNull(row.OrganizationName));
    }

    [Fact]
    public void NameIsThatOfAnyInvoiceOfTheOrganization()
    {
        var (unnamed, named) = (
            new Invoice { OrganizationId = Acme, InvoiceId = "1" },
            new Invoice
            {
                OrganizationId = Acme,
                InvoiceId = "2",
                OrganizationName = "Acme",
            }
        );

        var aging = Get<InvoiceAging>(
            "$a, $b | Get-ViamInvoiceAging -WarningAction Ignore",
            ("a", unnamed),
            ("b", named)
        );

        Assert.Equal("Acme", Assert.Single(aging).OrganizationName);
    }

    [Fact]
    public void AmountWithoutDueDateIsAWarning()
    {
        var invoice = new Invoice
        {
            OrganizationId = Acme,
            InvoiceId = "1",
            Amount = 12.5m,
        };

        var run = Run("$invoice | Get-ViamInvoiceAging", ("invoice", invoice));

        Assert.Equal(12.5m, ((InvoiceAging)Assert.Single(run.Output).BaseObject).NoDueDate);
        Assert.Contains("NoDueDate", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Empty(Run("$invoice | Get-ViamInvoiceAging -Detail", ("invoice", invoice)).Warnings);
    }
}
