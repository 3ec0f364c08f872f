using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>An organization that the credential sees. Source: AppService.ListOrganizations, GetOrganization.</summary>
public sealed class Organization : BillingObject
{
    /// <summary>The organization's id, a UUID.</summary>
    public string OrganizationId { get; internal init; } = "";

    public string? Name { get; internal init; }

    /// <summary>When it was created, in UTC; null where the service does not say.</summary>
    public DateTime? CreatedOn { get; internal init; }

    /// <summary>The namespace of what the organization publishes; null if it has none.</summary>
    public string? PublicNamespace { get; internal init; }

    /// <summary>The region that the organization's data goes to by default.</summary>
    public string? DefaultRegion { get; internal init; }

    /// <summary>The organization's customer id; null where there is none.</summary>
    public string? Cid { get; internal init; }

    public override string ToString() => VisibleText.From(Name is null ? OrganizationId : $"{Name} ({OrganizationId})");
}
