namespace Viam.Billing.Sandbox.State;

/// <summary>What a key or token may do.</summary>
public sealed class SandboxAccess
{
    private readonly HashSet<string>? _organizations;

    internal SandboxAccess(bool mayBill, bool isBillingAdmin, IEnumerable<string>? organizations)
    {
        MayBill = mayBill;
        IsBillingAdmin = isBillingAdmin;
        _organizations = organizations?.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>May read and charge the organizations' billing.</summary>
    public bool MayBill { get; }

    public bool IsBillingAdmin { get; }

    /// <summary>Owns these organizations and sees no others.</summary>
    public static SandboxAccess OwnerOf(params string[] organizationIds) =>
        new(mayBill: true, isBillingAdmin: false, organizationIds);

    /// <summary>Whether it sees the organization at all.</summary>
    public bool Sees(string organizationId) => _organizations?.Contains(organizationId) ?? true;
}
