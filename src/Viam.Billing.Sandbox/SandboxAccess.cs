namespace Viam.Billing.Sandbox;

/// <summary>What a key or token may do.</summary>
public sealed class SandboxAccess
{
    private readonly HashSet<string>? _organizations;

    private SandboxAccess(bool mayBill, bool isBillingAdmin, IEnumerable<string>? organizations)
    {
        MayBill = mayBill;
        IsBillingAdmin = isBillingAdmin;
        _organizations = organizations?.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Owns all of <see cref="SandboxOrganizations.OfOwner"/>.</summary>
    public static SandboxAccess Owner { get; } = OwnerOf([.. SandboxOrganizations.OfOwner]);

    /// <summary>Administers Viam's billing: owns every organization, sees tiers and sets them.</summary>
    public static SandboxAccess BillingAdmin { get; } = new(mayBill: true, isBillingAdmin: true, organizations: null);

    /// <summary>Sees what <see cref="Owner"/> sees, and may do what <see cref="BillingAdmin"/> may: to try everything.</summary>
    public static SandboxAccess Visitor { get; } = new(mayBill: true, isBillingAdmin: true, SandboxOrganizations.OfOwner);

    /// <summary>Sees what <see cref="Owner"/> sees, without permission for billing.</summary>
    public static SandboxAccess Member { get; } = new(mayBill: false, isBillingAdmin: false, SandboxOrganizations.OfOwner);

    /// <summary>May read and charge the organizations' billing.</summary>
    public bool MayBill { get; }

    public bool IsBillingAdmin { get; }

    /// <summary>Owns these organizations and sees no others.</summary>
    public static SandboxAccess OwnerOf(params string[] organizationIds) => new(mayBill: true, isBillingAdmin: false, organizationIds);

    /// <summary>Whether it sees the organization at all.</summary>
    public bool Sees(string organizationId) => _organizations?.Contains(organizationId) ?? true;
}
