namespace Viam.Billing.Focus;

/// <summary>What rows are made of a month's usage.</summary>
internal sealed record FocusOptions
{
    public const string Provider = "Viam";

    /// <summary>One row per day and cost instead of one per month and cost.</summary>
    public bool IsDaily { get; init; }

    /// <summary>Who sends the invoice: a reseller with white-label billing, or Viam.</summary>
    public string InvoiceIssuerName { get; init; } = Provider;
}
