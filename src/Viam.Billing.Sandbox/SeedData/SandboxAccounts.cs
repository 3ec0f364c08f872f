using Viam.Billing.Sandbox.State;

namespace Viam.Billing.Sandbox.SeedData;

/// <summary>What the keys of every sandbox may do.</summary>
public static class SandboxAccounts
{
    /// <summary>Owns all of <see cref="SandboxOrganizations.OfOwner"/>.</summary>
    public static SandboxAccess Owner { get; } = SandboxAccess.OwnerOf([.. SandboxOrganizations.OfOwner]);

    /// <summary>Administers Viam's billing: owns every organization, sees tiers and sets them.</summary>
    public static SandboxAccess BillingAdmin { get; } = new(mayBill: true, isBillingAdmin: true, organizations: null);

    /// <summary>Sees what <see cref="Owner"/> sees, and may do what <see cref="BillingAdmin"/> may: to try everything.</summary>
    public static SandboxAccess Visitor { get; } =
        new(mayBill: true, isBillingAdmin: true, SandboxOrganizations.OfOwner);

    /// <summary>Sees what <see cref="Owner"/> sees, without permission for billing.</summary>
    public static SandboxAccess Member { get; } =
        new(mayBill: false, isBillingAdmin: false, SandboxOrganizations.OfOwner);
}
