namespace Viam.Billing.Sandbox.SeedData;

/// <summary>The API keys of every sandbox. They aren't valid outside of the sandbox.</summary>
public static class SandboxKeys
{
    /// <summary>The key of <see cref="SandboxAccounts.Owner"/>.</summary>
    public const string OwnerId = "0a4d9f37-52c8-4e1b-96fd-b31e7c08a5d2";

    public const string OwnerKey = "sandbox-owner-key-of-no-use-elsewhere";

    /// <summary>The key of <see cref="SandboxAccounts.BillingAdmin"/>.</summary>
    public const string BillingAdminId = "5c7e12b8-d06f-4a94-8b3a-f9e4c1d27065";

    public const string BillingAdminKey = "sandbox-billing-admin-key-of-no-use-elsewhere";

    /// <summary>The key of <see cref="SandboxAccounts.Visitor"/>.</summary>
    public const string VisitorId = "8d61f0c4-2b9a-4f35-b7e8-14c90a6d53ef";

    public const string VisitorKey = "sandbox-visitor-key-of-no-use-elsewhere";

    /// <summary>The key of <see cref="SandboxAccounts.Member"/>.</summary>
    public const string MemberId = "f29b6a04-1e75-4dc3-a78e-60d5b8c3e941";

    public const string MemberKey = "sandbox-member-key-of-no-use-elsewhere";
}
