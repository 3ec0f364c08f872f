namespace Viam.Billing.Focus;

/// <summary>The organization that is billed.</summary>
internal readonly record struct FocusAccount(string OrganizationId, string? OrganizationName);
