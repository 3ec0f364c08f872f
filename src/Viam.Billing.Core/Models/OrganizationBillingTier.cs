using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>The tier that an organization was put on. Source: BillingService.UpdateOrganizationBillingTier.</summary>
public sealed class OrganizationBillingTier : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    public string BillingTier { get; internal init; } = "";

    public override string ToString() => VisibleText.From($"{OrganizationId} {BillingTier}");
}
