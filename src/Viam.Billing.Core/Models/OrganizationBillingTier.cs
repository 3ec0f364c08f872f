using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// The billing tier of an organization. Source: BillingService.UpdateOrganizationBillingTier, GetOrgBillingInformation,
/// or GetCurrentMonthUsage.
/// </summary>
public sealed class OrganizationBillingTier : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>The name of the tier; null if the service doesn't report it.</summary>
    public string? BillingTier { get; internal init; }

    public override string ToString() => VisibleText.From($"{OrganizationId} {BillingTier}");
}
