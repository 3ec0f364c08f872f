namespace Viam.Billing.Reports;

/// <summary>What the organizations of a report cost on a day of the current billing period.</summary>
/// <param name="Cumulative">Since the start of the period.</param>
internal sealed record ReportDay(DateTime Date, decimal Cost, decimal Cumulative, bool IsEstimated);
