namespace Viam.Billing.Sandbox.SeedData;

/// <summary>The IDs of the organizations in every sandbox.</summary>
public static class SandboxOrganizations
{
    /// <summary>Pays by card and has no balance. Some payments failed once before they succeeded.</summary>
    public const string Acme = "6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10";

    /// <summary>Pays from a bank account that isn't verified, so its payments fail. Has overdue invoices.</summary>
    public const string Bluewater = "b83e5d07-19f4-4e6a-8c2b-71a0d94f3e25";

    /// <summary>Pays from a verified bank account. The payment of the newest invoice is in progress.</summary>
    public const string Cascade = "2d947f61-c05b-4a13-b7e8-5f6c1d08a937";

    /// <summary>A reseller with white-label billing. Pays by card and has no balance.</summary>
    public const string Harborlight = "e41a7c38-6d92-4f0b-a5d6-93b2e07c4f51";

    /// <summary>A new customer of Harborlight without a payment method and without payments.</summary>
    public const string Lumiere = "97c05b2f-8e3d-4d71-8f46-c2a91e5b7d03";

    /// <summary>A customer of Harborlight. Pays by a card without details, which is declined.</summary>
    public const string Fernhill = "1ba6f4d9-730e-4528-9d0c-e87f3a65c2b4";

    /// <summary>An organization that <see cref="SandboxKeys.OwnerId"/> has no access to.</summary>
    public const string Meridian = "c5d21e86-a94f-4b37-8161-4e0f9c7bd3a2";

    /// <summary>The organizations that <see cref="SandboxKeys.OwnerId"/> owns, in the order of the list.</summary>
    public static IReadOnlyList<string> OfOwner { get; } = [Acme, Bluewater, Cascade, Harborlight, Lumiere, Fernhill];
}
