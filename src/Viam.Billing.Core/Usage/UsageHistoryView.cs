namespace Viam.Billing.Usage;

/// <summary>
/// Shows what is stored of an organization: by month, by day, or as it was read. By resource, the rows of a month add
/// up to the organization's cost.
/// </summary>
internal sealed class UsageHistoryView(
    string organizationId,
    string? organizationName,
    UsageHistory history,
    bool byResource
)
{
    /// <summary>One per billing period, or per row of it.</summary>
    public IEnumerable<UsageHistoryMonth> Months() =>
        from month in history.Months
        from row in Curves(month)
        select new UsageHistoryMonth
        {
            OrganizationName = organizationName,
            OrganizationId = organizationId,
            SourceType = row.Key?.SourceType,
            TierName = row.Key?.TierName,
            ResourceType = row.Key?.ResourceType,
            StartDate = month.Period.Start,
            EndDate = month.Period.End,
            Cost = CostOf(row.Value),
            IsFinal = row.Value.IsFinal,
            IsComplete = row.Value.IsComplete,
            IsEstimated = row.Value is { IsComplete: true, IsFinal: false },
            CoveredUntil = row.Value.CoveredUntil,
            SnapshotCount = month.Snapshots.Count,
        };

    /// <summary>One per UTC day that snapshots cover, or per row of it.</summary>
    public IEnumerable<UsageHistoryDay> Days() =>
        from month in history.Months
        from row in Curves(month)
        from day in DailyCosts.From(row.Value)
        select new UsageHistoryDay
        {
            OrganizationName = organizationName,
            OrganizationId = organizationId,
            SourceType = row.Key?.SourceType,
            TierName = row.Key?.TierName,
            ResourceType = row.Key?.ResourceType,
            StartDate = month.Period.Start,
            EndDate = month.Period.End,
            Date = day.Date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            Cost = day.Cost,
            IsEstimated = day.IsEstimated,
        };

    /// <summary>One per snapshot, or per row of it.</summary>
    public IEnumerable<UsageHistorySnapshot> Snapshots() =>
        from month in history.Months
        from snapshot in month.Snapshots
        from row in Amounts(snapshot)
        select new UsageHistorySnapshot
        {
            OrganizationName = organizationName,
            OrganizationId = organizationId,
            SourceType = row.Key?.SourceType,
            TierName = row.Key?.TierName,
            ResourceType = row.Key?.ResourceType,
            StartDate = snapshot.Period.Start,
            EndDate = snapshot.Period.End,
            ReadAt = snapshot.ReadAt,
            Cost = row.Value,
        };

    /// <summary>
    /// What is final is as it was read. What is complete is extended to the end of the period, in cents. The rest is
    /// what is known.
    /// </summary>
    private static decimal? CostOf(CostCurve curve) =>
        curve.Count == 0 ? null
        : curve is { IsComplete: true, IsFinal: false } ? UsageAmount.Round(curve.Final)
        : curve.Last;

    private IEnumerable<KeyValuePair<UsageRowKey?, CostCurve>> Curves(UsageMonth month) =>
        byResource
            ? month
                .Net.OrderBy(static row => row.Key)
                .Select(static row => new KeyValuePair<UsageRowKey?, CostCurve>(row.Key, row.Value))
            : [new(null, month.Total)];

    private IEnumerable<KeyValuePair<UsageRowKey?, decimal?>> Amounts(UsageSnapshot snapshot) =>
        byResource
            ? UsageRows
                .Split(snapshot)
                .OrderBy(static row => row.Key)
                .Select(static row => new KeyValuePair<UsageRowKey?, decimal?>(row.Key, row.Net))
            : [new(null, snapshot.Subtotal)];
}
