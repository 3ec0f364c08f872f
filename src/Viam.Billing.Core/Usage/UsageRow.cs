namespace Viam.Billing.Usage;

/// <summary>A row of an organization's usage. Amounts are US dollars; null if unknown.</summary>
/// <param name="Gross">Before the discount. For the remainder, the same as <paramref name="Net"/>.</param>
/// <param name="Net">With the row's share of the source's discount subtracted. All rows add up to the subtotal.</param>
internal sealed record UsageRow(UsageRowKey Key, decimal? Gross, decimal? Net);
