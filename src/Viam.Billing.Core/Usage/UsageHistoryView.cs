namespace Viam.Billing.Usage;

/// <summary>
/// Shows the stored usage of an organization by month, by day, or by snapshot. The rows by resource of a month add up
/// to the organization's cost.
/// </summary>
internal sealed class UsageHistoryView(
    string organizationId,
    string? organizationName,
    UsageHistory history,
    bool byResource
)
{
    /// <summary>Returns one object per billing period, or per row of it.</summary>
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

    /// <summary>Returns one object per UTC day that snapshots cover, or per row of it.</summary>
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

    /// <summary>Returns one object per snapshot, or per row of it.</summary>
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
    /// Final amounts are unchanged. Complete periods are extrapolated to their end and rounded to cents. For other
    /// periods, the amount is the last known one.
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
