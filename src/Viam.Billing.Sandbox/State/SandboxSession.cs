namespace Viam.Billing.Sandbox.State;

/// <summary>The account and expiration of a token.</summary>
/// <param name="ExpiresAt">Null for a token that doesn't expire.</param>
internal sealed record SandboxSession(SandboxAccess Access, DateTimeOffset? ExpiresAt);
