namespace Viam.Billing.Reports;

/// <summary>What one type of resource has cost, with discounts subtracted.</summary>
/// <param name="ResourceType">Such as PerMachine; Other for what no source accounts for.</param>
/// <param name="Cost">US dollars in cents; null if unknown.</param>
internal sealed record ReportResource(string ResourceType, decimal? Cost);
