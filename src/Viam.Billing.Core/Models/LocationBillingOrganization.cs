using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// The organization that is billed for a location. Source: BillingService.GetLocationBillingOrganization.
/// </summary>
public sealed class LocationBillingOrganization : BillingObject, INamedRow
{
    /// <summary>Null if the name isn't known or can't be read.</summary>
    public string? LocationName { get; internal set; }

    public string LocationId { get; internal init; } = "";

    /// <summary>Null if the name isn't known or can't be read.</summary>
    public string? BillingOrganizationName { get; internal set; }

    /// <summary>The organization that is billed; null if the service reports none.</summary>
    public string? BillingOrganizationId { get; internal init; }

    void INamedRow.FillNames(Func<string?, string?> find) => BillingOrganizationName ??= find(BillingOrganizationId);

    public override string ToString() => VisibleText.From($"{BillingOrganizationId} pays for {LocationId}");
}
