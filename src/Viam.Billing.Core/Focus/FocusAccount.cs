namespace Viam.Billing.Focus;

/// <summary>The organization as a billing account.</summary>
internal readonly record struct FocusAccount(string OrganizationId, string? OrganizationName);
