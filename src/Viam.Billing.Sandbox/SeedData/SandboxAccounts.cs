using Viam.Billing.Sandbox.State;

namespace Viam.Billing.Sandbox.SeedData;

/// <summary>The permissions of the keys in every sandbox.</summary>
public static class SandboxAccounts
{
    /// <summary>Owns all organizations in <see cref="SandboxOrganizations.OfOwner"/>.</summary>
    public static SandboxAccess Owner { get; } = SandboxAccess.OwnerOf([.. SandboxOrganizations.OfOwner]);

    /// <summary>A Viam billing administrator: owns every organization, and can read and set billing tiers.</summary>
    public static SandboxAccess BillingAdmin { get; } = new(mayBill: true, isBillingAdmin: true, organizations: null);

    /// <summary>
    /// Has access to the same organizations as <see cref="Owner"/>, and the permissions of <see cref="BillingAdmin"/>,
    /// so that every cmdlet can be tried.
    /// </summary>
    public static SandboxAccess Visitor { get; } =
        new(mayBill: true, isBillingAdmin: true, SandboxOrganizations.OfOwner);

    /// <summary>Has access to the same organizations as <see cref="Owner"/>, without billing permissions.</summary>
    public static SandboxAccess Member { get; } =
        new(mayBill: false, isBillingAdmin: false, SandboxOrganizations.OfOwner);
}
