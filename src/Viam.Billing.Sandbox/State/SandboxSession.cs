namespace Viam.Billing.Sandbox.State;

/// <summary>What a token stands for.</summary>
/// <param name="ExpiresAt">Null for a token that does not run out.</param>
internal sealed record SandboxSession(SandboxAccess Access, DateTimeOffset? ExpiresAt);
