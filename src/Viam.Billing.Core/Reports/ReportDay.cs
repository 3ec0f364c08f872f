namespace Viam.Billing.Reports;

/// <summary>
/// The cost of a report's organizations on one day of the current billing period. Amounts are US dollars.
/// </summary>
/// <param name="Cumulative">The cost since the start of the period.</param>
internal sealed record ReportDay(DateTime Date, decimal Cost, decimal Cumulative, bool IsEstimated);
