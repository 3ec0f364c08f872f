using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using static Viam.Billing.Tests.Commands.Invoices;

namespace Viam.Billing.Tests.Commands;

/// <summary>Argument completion of invoices, locations, tiers, and sessions.</summary>
public sealed class CompletionTests : CompletionTest
{
    [Fact]
    public void InvoicesAreListedNewestFirstWithDetails()
    {
        Connect();
        Server.Faults.Rewrite = static response => response is GetInvoicesSummaryResponse ? Response : response;

        var offers = Complete($"Save-ViamInvoicePdf -OrganizationId {SandboxOrganizations.Acme} -InvoiceId ");

        var dated = Get<Invoice>($"Get-ViamInvoice {SandboxOrganizations.Acme} -Latest 100");
        Assert.Equal(
            dated.Select(invoice => invoice.InvoiceId),
            offers.Select(offer => offer.CompletionText.Trim('\''))
        );
        Assert.Equal(
            FormattableString.Invariant(
                $"{dated[0].InvoiceDate:yyyy-MM-dd} {dated[0].Amount:N2} USD {dated[0].Status}"
            ),
            offers[0].ToolTip
        );
        Assert.Equal(
            FormattableString.Invariant(
                $"{dated[0].InvoiceDate:yyyy-MM-dd}  {dated[0].Amount:N2} USD  {dated[0].OrganizationName}"
            ),
            Complete($"Save-ViamInvoicePdf -OrganizationId {SandboxOrganizations.Acme} -InvoiceId ")[0].ListItemText
        );
    }

    [Fact]
    public void StatusesIncludeKnownValuesAndValuesSeenInSession()
    {
        Connect($"-OrganizationId {SandboxOrganizations.Acme}");
        Assert.Equal(
            ["outstanding", "paid", "payment_processing"],
            Complete("Get-ViamInvoice -Status ").Select(offer => offer.CompletionText)
        );

        Server.Faults.Rewrite = static response => response is GetInvoicesSummaryResponse ? With("void it") : response;
        RunSuccessfully("$null = Get-ViamInvoice");

        Assert.Equal(
            ["outstanding", "paid", "payment_processing", "'void it'"],
            Complete("Get-ViamInvoice -Status ").Select(offer => offer.CompletionText)
        );
    }

    [Fact]
    public void LocationsAreListedByName()
    {
        Connect($"-OrganizationId {SandboxOrganizations.Acme}");
        var locations = Get<Location>("Get-ViamLocation");
        DefaultSession.Close();
        Connect($"-OrganizationId {SandboxOrganizations.Acme}");

        Assert.Equal(
            locations
                .OrderBy(location => location.Name, StringComparer.OrdinalIgnoreCase)
                .Select(location => (location.LocationId, location.Name!, location.LocationId)),
            Complete("Get-ViamLocationBillingOrganization -LocationId ")
                .Select(offer => (offer.CompletionText, offer.ListItemText, offer.ToolTip))
        );
    }

    [Theory]
    [InlineData("Get-ViamLocation -Name ")]
    [InlineData("Get-ViamLocation 'Acme Robotics' ")]
    public void NamesOfLocationsAreListed(string typed)
    {
        Connect($"-OrganizationId {SandboxOrganizations.Acme}");
        RunSuccessfully("$null = Get-ViamOrganization");

        Assert.Equal(
            ["'Assembly Line'", "'Paint Shop'", "'Pittsburgh Factory'", "'Test Yard'"],
            Complete(typed).Select(offer => offer.CompletionText)
        );
        Assert.Equal(4, Complete("Get-ViamLocationBillingOrganization ").Count);
        Assert.Equal(1, CountRequests("ListLocations"));
    }

    [Theory]
    [InlineData("Test-ViamBudget -Threshold ", "50", "80", "90", "100")]
    [InlineData("Test-ViamBudget -ForecastThreshold 1", "100", "110", "120")]
    [InlineData("Get-ViamUsageForecast -Level 9", "90", "95", "99")]
    [InlineData("Get-ViamInvoiceAging -AgeBy ", "DueDate", "InvoiceDate")]
    [InlineData("Export-ViamFocus -Format ", "Csv", "Parquet")]
    [InlineData("Export-ViamFocus -FocusVersion ", "1.2", "1.3", "1.4")]
    [InlineData("Compare-ViamUsage -With Last", "LastMonth", "LastWeek")]
    [InlineData("New-ViamCharge -ResendAfter ", "00:10:00", "00:30:00", "01:00:00")]
    [InlineData("Save-ViamUsageSnapshot -MinimumInterval 0", "0", "01:00:00", "06:00:00")]
    public void ValuesOfOtherParametersAreListedWithoutASession(string typed, params string[] expected) =>
        Assert.Equal(expected, Complete(typed).Select(offer => offer.CompletionText));

    [Fact]
    public void BillingTiersAreListedFromService()
    {
        ConnectAsBillingAdmin();
        var tiers = Get<AvailableBillingTier>("Get-ViamBillingTier");

        Assert.Equal(
            tiers.Select(tier => tier.BillingTier).Order(StringComparer.OrdinalIgnoreCase),
            Complete("Set-ViamBillingTier -BillingTier ").Select(offer => offer.CompletionText)
        );
    }

    [Fact]
    public void SessionCompletesVariablesWithOpenSession()
    {
        Connect();
        RunSuccessfully(
            "$one = Connect-ViamBilling -Sandbox -PassThru; $other = Connect-ViamBilling -Sandbox "
                + "-PassThru; Disconnect-ViamBilling $other; $ob = 1"
        );

        Assert.Equal(
            [("$one", "sandbox")],
            Complete("Get-ViamOrganization -Session o").Select(offer => (offer.CompletionText, offer.ToolTip))
        );
        Assert.Equal(
            [("$one", "sandbox")],
            Complete("Disconnect-ViamBilling -Session ").Select(offer => (offer.CompletionText, offer.ToolTip))
        );
    }

    private static GetInvoicesSummaryResponse With(string status)
    {
        var response = new GetInvoicesSummaryResponse();
        response.Invoices.Add(new InvoiceSummary { Id = "inv-1", Status = status });
        return response;
    }
}
