using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>Who pays for a location. Source: BillingService.GetLocationBillingOrganization.</summary>
public sealed class LocationBillingOrganization : BillingObject, INamedRow
{
    /// <summary>Null if the name isn't known or can't be read.</summary>
    public string? LocationName { get; internal set; }

    public string LocationId { get; internal init; } = "";

    /// <summary>Null if the name isn't known or can't be read.</summary>
    public string? BillingOrganizationName { get; internal set; }

    /// <summary>The organization that pays; null if the service names none.</summary>
    public string? BillingOrganizationId { get; internal init; }

    void INamedRow.FillNames(Func<string?, string?> find) => BillingOrganizationName ??= find(BillingOrganizationId);

    public override string ToString() => VisibleText.From($"{BillingOrganizationId} pays for {LocationId}");
}
