namespace Viam.Billing.Sandbox.State;

/// <summary>An email that asks a customer organization to set up payment.</summary>
/// <param name="CustomerOrganizationId">The customer organization.</param>
/// <param name="BillingOwnerOrganizationId">The organization that bills the customer.</param>
/// <param name="Recipient">The billing email address of the customer.</param>
/// <param name="SentAt">According to the clock of the sandbox.</param>
public sealed record SandboxEmail(
    string CustomerOrganizationId,
    string BillingOwnerOrganizationId,
    string Recipient,
    DateTimeOffset SentAt
);
