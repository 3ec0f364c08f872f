namespace Viam.Billing.Completion;

/// <summary>What is completed, and in which session.</summary>
/// <param name="OrganizationId">The organization on the command line, or else the session's default one; null without either.</param>
internal sealed record CompletionTarget(BillingSession Session, string CommandName, string? OrganizationId);
