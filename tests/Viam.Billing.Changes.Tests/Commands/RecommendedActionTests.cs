using Viam.Billing.Tests.Commands.Charging;

namespace Viam.Billing.Tests.Commands;

/// <summary>Recommended actions are possible with the cmdlet that writes the error.</summary>
public sealed class RecommendedActionTests : ChargeTest
{
    [Theory]
    [InlineData("Set-ViamBillingSession -Organization 'Acme*'", "WildcardNotSupported", "pipe")]
    [InlineData("Set-ViamBillingSession -Organization Northwind", "OrganizationNotFound", "run Get-ViamOrganization")]
    [InlineData("Connect-ViamBilling -Sandbox -Organization 'Acme*'", "WildcardNotSupported", "pipe")]
    [InlineData(
        "Connect-ViamBilling -Sandbox -Organization Northwind",
        "OrganizationNotFound",
        "run Get-ViamOrganization"
    )]
    [InlineData("Save-ViamInvoicePdf x", "OrganizationRequired", "pipe organizations")]
    [InlineData("Export-ViamBillingReport -Path $missing", "FolderNotFound", "extension")]
    [InlineData(
        "New-ViamCharge $acme 5 -LedgerPath $missing -Reference r -Confirm:$false",
        "FolderNotFound",
        "extension"
    )]
    [InlineData("1 | Disable-ViamBillingService -Organization $acme -Confirm:$false", "InputNotSupported", "Subtotal")]
    public void ActionThatIsNotPossibleIsNotRecommended(string script, string id, string wrong)
    {
        var error = Run(script, ("acme", Acme), ("missing", Folder.GetPath("missing/file.html"))).OnlyError;

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Save-ViamInvoicePdf x", "OrganizationRequired", "pipe invoices from Get-ViamInvoice")]
    [InlineData("Get-ViamInvoice", "OrganizationRequired", "pipe organizations from Get-ViamOrganization")]
    [InlineData("Save-ViamInvoicePdf x $missing -Organization $acme", "FolderNotFound", "extension, such as .pdf")]
    [InlineData(
        "Get-ViamInvoice $acme -Latest 1 | New-ViamCharge -Subtotal 5 -Confirm:$false",
        "InputNotSupported",
        "Subtotal"
    )]
    [InlineData("Set-ViamBillingTier 'Acme*' growth -Confirm:$false", "WildcardNotSupported", "pipe it")]
    public void PossibleActionIsRecommended(string script, string id, string action)
    {
        var error = Run(script, ("acme", Acme), ("missing", Folder.GetPath("missing/file"))).OnlyError;

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(action, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
