namespace Viam.Billing.Reports;

/// <summary>The cost of one resource type, with discounts subtracted.</summary>
/// <param name="ResourceType">
/// The resource type, such as PerMachine; Other for the part that isn't attributed to a source.
/// </param>
/// <param name="Cost">The cost in US dollars, rounded to cents; null if unknown.</param>
internal sealed record ReportResource(string ResourceType, decimal? Cost);
