using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// An organization that the credential can access. Source: AppService.ListOrganizations, GetOrganization.
/// </summary>
public sealed class Organization : BillingObject
{
    /// <summary>The organization ID, a UUID.</summary>
    public string OrganizationId { get; internal init; } = "";

    public string? Name { get; internal init; }

    /// <summary>The time at which the organization was created, in UTC; null if unknown.</summary>
    public DateTime? CreatedOn { get; internal init; }

    /// <summary>The namespace of the organization's published items; null if it has none.</summary>
    public string? PublicNamespace { get; internal init; }

    /// <summary>The default region for the organization's data; null if unknown.</summary>
    public string? DefaultRegion { get; internal init; }

    /// <summary>The customer ID of the organization; null if it has none.</summary>
    public string? Cid { get; internal init; }

    public override string ToString() =>
        Name is null
            ? VisibleText.From(OrganizationId)
            : $"{VisibleText.Excerpt(Name)} ({VisibleText.From(OrganizationId)})";
}
