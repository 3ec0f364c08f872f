using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Commands.Charging;

namespace Viam.Billing.Tests.Commands;

/// <summary>Errors about names that don't exist suggest similar ones.</summary>
public sealed class CloseNameTests : ChargeTest
{
    private protected override void Prepare() => ConnectAsBillingAdmin();

    [Theory]
    [InlineData("Get-ViamInvoice 'Acme Robotcs'", "'Acme Robotics'")]
    [InlineData("Get-ViamInvoice acme", "'Acme Robotics'")]
    [InlineData("Get-ViamOrganization fernhill", "'Fernhill Dairy (Vermont)'")]
    [InlineData("Save-ViamInvoicePdf x -Organization 'Casacde Orchards'", "'Cascade Orchards'")]
    [InlineData("Set-ViamBillingTier 'Acme  Robotics' growth -Confirm:$false", "'Acme Robotics'")]
    [InlineData("New-ViamCharge 'Acme Robots' 5 -Confirm:$false", "'Acme Robotics'")]
    [InlineData("Set-ViamBillingSession -Organization 'acmerobotics'", "'Acme Robotics'")]
    [InlineData("Get-ViamLocation 'Acme Robotics' -Name 'Pant Shop'", "'Paint Shop'")]
    [InlineData("Get-ViamLocationBillingOrganization 'assembly lin'", "'Assembly Line'")]
    [InlineData(
        "Set-ViamLocationBillingOrganization 'North Orchrad' 'Acme Robotics' -Confirm:$false",
        "'North Orchard' or 'South Orchard'"
    )]
    public void ErrorSuggestsSimilarNames(string script, string expected) =>
        Assert.Contains(
            $" Did you mean {expected}?",
            Run(script).OnlyError.Exception.Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Get-ViamInvoice 'Northwind Traders'")]
    [InlineData("Get-ViamLocation 'Acme Robotics' -Name xyz")]
    [InlineData("Set-ViamBillingTier 'Acme Robotics' platinum -Confirm:$false")]
    public void ErrorSuggestsNothingIfNoNameIsSimilar(string script) =>
        Assert.DoesNotContain("Did you mean", Run(script).OnlyError.Exception.Message, StringComparison.Ordinal);

    [Fact]
    public void WarningAboutAStatusSuggestsASimilarOne() =>
        Assert.Equal(
            "No invoice has the status 'payed'. Did you mean 'paid'? "
                + "Known statuses: outstanding, paid, payment_processing.",
            Assert.Single(Run("Get-ViamInvoice 'Acme Robotics' -Status payed").Warnings)
        );

    [Fact]
    public void ErrorAboutAReferenceSuggestsASimilarOne()
    {
        RunSuccessfully(
            "[pscustomobject]@{ Reference = '2026-10/acme'; Organization = 'Acme Robotics'; Subtotal = 5 } "
                + "| New-ViamCharge -LedgerPath $ledger -Confirm:$false",
            ("ledger", Ledger)
        );

        var error = Run("Resolve-ViamCharge $ledger '2026-10/amce' -NotCharged -Confirm:$false").OnlyError;

        Assert.StartsWith("ReferenceNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.EndsWith(" Did you mean '2026-10/acme'?", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SuggestedNameIsCleaned()
    {
        ListOrganizations((SandboxOrganizations.Acme, "Acme\u001b[31m\u202e"));

        var message = Run("Get-ViamInvoice acme").OnlyError.Exception.Message;

        Assert.Contains("Did you mean 'Acme\u241b[31m\ufffd'?", message, StringComparison.Ordinal);
    }

    [Fact]
    public void OrganizationWithoutAccessIsNotSuggested()
    {
        Connect();

        Assert.DoesNotContain(
            "Did you mean",
            Run("Get-ViamInvoice 'Meridian'").OnlyError.Exception.Message,
            StringComparison.Ordinal
        );
    }
}
