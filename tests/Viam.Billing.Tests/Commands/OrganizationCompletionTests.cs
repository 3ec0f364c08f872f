using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Argument completion of organizations.</summary>
public sealed class OrganizationCompletionTests : CompletionTest
{
    [Fact]
    public void OrganizationsAreListedAndCompletedByName()
    {
        Connect();

        var offers = Complete("Get-ViamInvoice -OrganizationId ");

        Assert.Equal(
            [
                ("'Acme Robotics'", "Acme Robotics", SandboxOrganizations.Acme),
                ("'Bluewater Marine Survey'", "Bluewater Marine Survey", SandboxOrganizations.Bluewater),
                ("'Cascade Orchards'", "Cascade Orchards", SandboxOrganizations.Cascade),
                ("'Fernhill Dairy (Vermont)'", "Fernhill Dairy (Vermont)", SandboxOrganizations.Fernhill),
                ("'Harborlight Integrators'", "Harborlight Integrators", SandboxOrganizations.Harborlight),
                ("'Lumière Fulfillment'", "Lumière Fulfillment", SandboxOrganizations.Lumiere),
            ],
            offers.Select(offer => (offer.CompletionText, offer.ListItemText, offer.ToolTip))
        );
        Assert.Equal(1, CountRequests("ListOrganizations"));
    }

    [Theory]
    [InlineData("Get-ViamInvoice -OrganizationId cas", "'Cascade Orchards'")]
    [InlineData("Get-ViamInvoice -OrganizationId 2d94", SandboxOrganizations.Cascade)]
    [InlineData("Get-ViamInvoice ACME", "'Acme Robotics'")]
    [InlineData("Get-ViamOrganization -Name cas", "'Cascade Orchards'")]
    [InlineData("Get-ViamOrganization -Name 'cas", "'Cascade Orchards'")]
    [InlineData("New-ViamCharge -BrandingOrganizationId har", "'Harborlight Integrators'")]
    [InlineData("Send-ViamPaymentRequiredEmail -CustomerOrganizationId lum", "'Lumière Fulfillment'")]
    public void InputMatchesStartOfIdOrName(string typed, string expected)
    {
        Connect();

        Assert.Equal([expected], Complete(typed).Select(offer => offer.CompletionText));
    }

    [Theory]
    [InlineData("Get-ViamInvoice -Organization acme")]
    [InlineData("Get-ViamInvoice -Organization 'acme ")]
    [InlineData("Set-ViamBillingTier acme")]
    public void NameWithWildcardCharactersIsEscapedAndFindsItsOrganization(string typed)
    {
        Connect();
        ListOrganizations(
            (SandboxOrganizations.Acme, "Acme [East] `1* it's"),
            (SandboxOrganizations.Cascade, "Acme E")
        );

        var text = Complete(typed).Last().CompletionText;

        Assert.Equal("'Acme `[East`] ``1`* it''s'", text);
        Assert.Equal(
            SandboxOrganizations.Acme,
            Assert.Single(Get<OrganizationBalance>($"Get-ViamOutstandingBalance {text}")).OrganizationId
        );
        Assert.Equal(
            SandboxOrganizations.Acme,
            Assert
                .Single(
                    Get<BillingServiceConfiguration>(
                        $"Enable-ViamBillingService {text} -AddressLine1 a -City c -State s -ZipCode z "
                            + "-Country US -PassThru -Confirm:$false"
                    )
                )
                .OrganizationId
        );
    }

    [Fact]
    public void RepeatedOrMissingNameIsCompletedAsId()
    {
        Connect();
        ListOrganizations(
            (SandboxOrganizations.Acme, "Acme"),
            (SandboxOrganizations.Bluewater, "ACME"),
            (SandboxOrganizations.Cascade, ""),
            (SandboxOrganizations.Fernhill, SandboxOrganizations.Lumiere)
        );

        Assert.Equal(
            [
                (SandboxOrganizations.Cascade, SandboxOrganizations.Cascade),
                (SandboxOrganizations.Fernhill, SandboxOrganizations.Lumiere),
                (SandboxOrganizations.Acme, "Acme"),
                (SandboxOrganizations.Bluewater, "ACME"),
            ],
            Complete("Get-ViamInvoice ")
                .Select(offer => (offer.CompletionText, offer.ListItemText))
                .OrderBy(offer => offer.ListItemText, StringComparer.OrdinalIgnoreCase)
                .ThenBy(offer => offer.CompletionText, StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("Get-ViamInvoice -Status ", "'in `[dispute'")]
    [InlineData("Get-ViamInvoice -InvoiceId inv", "'inv `[1'")]
    [InlineData("Save-ViamInvoicePdf -InvoiceId inv", "'inv [1'")]
    public void WildcardCharactersAreEscapedOnlyWhereTheyAreWildcards(string typed, string expected)
    {
        Connect($"-Organization {SandboxOrganizations.Acme}");
        Server.Faults.Rewrite = static response =>
            response is GetInvoicesSummaryResponse
                ? new GetInvoicesSummaryResponse
                {
                    Invoices =
                    {
                        new InvoiceSummary { Id = "inv [1", Status = "in [dispute" },
                    },
                }
                : response;
        RunSuccessfully("$null = Get-ViamInvoice");

        Assert.Contains(expected, Complete(typed).Select(offer => offer.CompletionText));
    }
}
