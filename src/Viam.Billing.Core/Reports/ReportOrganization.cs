namespace Viam.Billing.Reports;

/// <summary>
/// The part of a report about one organization. Values that couldn't be read or don't exist are null or empty.
/// </summary>
internal sealed record ReportOrganization
{
    public required string OrganizationId { get; init; }

    public string? OrganizationName { get; init; }

    /// <summary>The amount of the current billing period so far, in US dollars and cents; null if unknown.</summary>
    public decimal? Spent { get; init; }

    /// <summary>Null if the usage couldn't be read or has no billing period.</summary>
    public UsageForecast? Forecast { get; init; }

    /// <summary>The past billing periods in the usage store.</summary>
    public IReadOnlyList<UsageHistoryMonth> Months { get; init; } = [];

    /// <summary>The days of the current billing period. They add up to the amount so far.</summary>
    public IReadOnlyList<UsageHistoryDay> Days { get; init; } = [];

    /// <summary>One per resource type. They add up to <see cref="Spent"/>.</summary>
    public IReadOnlyList<ReportResource> Resources { get; init; } = [];

    /// <summary>The change of the whole organization since the same part of the last month.</summary>
    public UsageChange? Change { get; init; }

    /// <summary>The changes of resource types since the same part of the last month.</summary>
    public IReadOnlyList<UsageChange> ResourceChanges { get; init; } = [];

    /// <summary>Null if the invoices couldn't be read.</summary>
    public ReportAging? Aging { get; init; }

    public IReadOnlyList<ReportGap> Gaps { get; init; } = [];
}
