namespace Viam.Billing.Reports;

/// <summary>What the organizations of a report cost in a past month.</summary>
/// <param name="Cost">US dollars; null if nothing is stored for the month.</param>
/// <param name="OrganizationCount">How many organizations the cost includes.</param>
/// <param name="IsEstimated">A cost was extended to the end of the period.</param>
/// <param name="IsPartial">A cost is known for a part of the period only.</param>
internal sealed record ReportMonth(
    DateTime Start,
    decimal? Cost,
    int OrganizationCount,
    bool IsEstimated,
    bool IsPartial
);
