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
        from row in Curves(month).Zip(Costs(month), static (row, cost) => (row.Key, row.Value, Cost: cost))
        select new UsageHistoryMonth
        {
            OrganizationName = organizationName,
            OrganizationId = organizationId,
            SourceType = row.Key?.SourceType,
            TierName = row.Key?.TierName,
            ResourceType = row.Key?.ResourceType,
            StartDate = month.Period.Start,
            EndDate = month.Period.End,
            Cost = row.Cost,
            IsFinal = row.Value.IsFinal,
            IsComplete = row.Value.IsComplete,
            IsEstimated = row.Value is { IsComplete: true, IsFinal: false },
            CoveredUntil = row.Value.CoveredUntil,
            SnapshotCount = month.Snapshots.Count,
        };

    /// <summary>Returns one object per UTC day that snapshots cover, or per row of it.</summary>
    public IEnumerable<UsageHistoryDay> Days() =>
        from month in history.Months
        from row in Curves(month).Zip(Days(month), static (row, days) => (row.Key, Days: days))
        from day in row.Days
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
    /// Final amounts are unchanged. Complete periods are extrapolated to their end and rounded to cents, so that rows
    /// add up to the organization's cost. For other periods, the amount is the last known one.
    /// </summary>
    private IEnumerable<decimal?> Costs(UsageMonth month)
    {
        CostCurve[] curves = [.. Curves(month).Select(static row => row.Value)];
        return byResource && IsExtrapolated(month.Total) && curves.All(month.Total.HasSamePoints)
            ? Apportionment
                .Round(UsageAmount.Round(month.Total.Final), [.. curves.Select(static curve => curve.Final)])
                .Select(static cost => (decimal?)cost)
            : curves.Select(CostOf);
    }

    private static decimal? CostOf(CostCurve curve) =>
        curve.Count == 0 ? null
        : IsExtrapolated(curve) ? UsageAmount.Round(curve.Final)
        : curve.Last;

    private static bool IsExtrapolated(CostCurve curve) => curve is { IsComplete: true, IsFinal: false };

    private IEnumerable<IReadOnlyList<DailyCost>> Days(UsageMonth month) =>
        byResource
            ? DailyCosts.From(month.Total, [.. Curves(month).Select(static row => row.Value)])
            : [DailyCosts.From(month.Total)];

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
