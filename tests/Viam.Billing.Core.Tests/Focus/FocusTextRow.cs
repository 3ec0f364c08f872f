namespace Viam.Billing.Core.Tests.Focus;

/// <summary>A row of a file as text; null for a field without characters that isn't quoted.</summary>
internal sealed class FocusTextRow : Dictionary<string, string?>;
