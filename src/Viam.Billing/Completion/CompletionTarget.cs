namespace Viam.Billing.Completion;

/// <summary>The command to be completed, and its session.</summary>
/// <param name="OrganizationId">
/// The organization on the command line, or otherwise the session's default one; null if there is neither.
/// </param>
internal sealed record CompletionTarget(BillingSession Session, string CommandName, string? OrganizationId);
