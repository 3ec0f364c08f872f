namespace Viam.Billing.Reports;

/// <summary>The cost of a report's organizations in a past month.</summary>
/// <param name="Cost">US dollars; null if nothing is stored for the month.</param>
/// <param name="OrganizationCount">The number of organizations that the cost includes.</param>
/// <param name="IsEstimated">True if a cost was extrapolated to the end of the period.</param>
/// <param name="IsPartial">True if a cost is known only for a part of the period.</param>
internal sealed record ReportMonth(
    DateTime Start,
    decimal? Cost,
    int OrganizationCount,
    bool IsEstimated,
    bool IsPartial
);
