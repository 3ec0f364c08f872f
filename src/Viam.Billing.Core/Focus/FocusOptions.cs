namespace Viam.Billing.Focus;

/// <summary>The options for creating FOCUS rows.</summary>
internal sealed record FocusOptions
{
    public const string Provider = "Viam";

    /// <summary>True for one row per day and cost, instead of one per month and cost.</summary>
    public bool IsDaily { get; init; }

    /// <summary>The issuer of the invoice: a reseller with white-label billing, or Viam.</summary>
    public string InvoiceIssuerName { get; init; } = Provider;
}
