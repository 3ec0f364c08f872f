namespace Viam.Billing.Sandbox.State;

/// <summary>One email that asks a customer organization to set up payment.</summary>
/// <param name="CustomerOrganizationId">Who is asked.</param>
/// <param name="BillingOwnerOrganizationId">Who asks.</param>
/// <param name="Recipient">The customer's billing email.</param>
/// <param name="SentAt">By the sandbox's clock.</param>
public sealed record SandboxEmail(
    string CustomerOrganizationId,
    string BillingOwnerOrganizationId,
    string Recipient,
    DateTimeOffset SentAt
);
