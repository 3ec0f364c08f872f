namespace Viam.Billing.Sandbox.State;

/// <summary>The permissions of a key or token.</summary>
public sealed class SandboxAccess
{
    private readonly HashSet<string>? _organizations;

    internal SandboxAccess(bool mayBill, bool isBillingAdmin, IEnumerable<string>? organizations)
    {
        MayBill = mayBill;
        IsBillingAdmin = isBillingAdmin;
        _organizations = organizations?.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Permission to read billing data and to charge the organizations.</summary>
    public bool MayBill { get; }

    public bool IsBillingAdmin { get; }

    /// <summary>Creates an account that owns these organizations and has access to no others.</summary>
    public static SandboxAccess OwnerOf(params string[] organizationIds) =>
        new(mayBill: true, isBillingAdmin: false, organizationIds);

    /// <summary>True if the account has access to the organization.</summary>
    public bool Sees(string organizationId) => _organizations?.Contains(organizationId) ?? true;
}
