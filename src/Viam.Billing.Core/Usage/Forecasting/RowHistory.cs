namespace Viam.Billing.Usage.Forecasting;

/// <summary>The data for the forecast of one row.</summary>
/// <param name="Period">The current period.</param>
/// <param name="ElapsedPart">The elapsed part of the current period.</param>
/// <param name="Current">The amount so far.</param>
/// <param name="Recent">The latest settled days, at most 14.</param>
/// <param name="Past">The complete past months, the oldest first. Months without a cost of the row are omitted.</param>
internal sealed record RowHistory(
    UsagePeriod Period,
    double ElapsedPart,
    double Current,
    IReadOnlyList<double> Recent,
    IReadOnlyList<PastMonth> Past
)
{
    public const int RecentDays = 14;

    public double Days => Period.Length.TotalDays;

    public double DaysLeft => Days * Math.Max(0, 1 - ElapsedPart);

    /// <param name="months">The earlier months of the organization, the oldest first.</param>
    /// <param name="curveOf">Returns the row's curve in a month; null if the month doesn't have the row.</param>
    /// <param name="current">The row's curve in the current period.</param>
    public static RowHistory Create(
        IReadOnlyList<UsageMonth> months,
        Func<UsageMonth, CostCurve?> curveOf,
        CostCurve current,
        DateTime readAt,
        double amount
    )
    {
        var part = current.Period.ElapsedPart(readAt);
        var past = new List<PastMonth>(months.Count);
        CostCurve? before = null;
        DateTime? beforeEnd = null;
        foreach (var month in months)
        {
            var (period, curve) = (month.Period, curveOf(month));
            var previous = IsAdjacent(beforeEnd, period) ? before : null;
            before = curve;
            beforeEnd = period.End;
            if (curve is { IsComplete: true } && curve.Final != 0)
            {
                var at = period.TimeAt(Math.Min(1, part)).Ticks;
                past.Add(
                    new PastMonth(
                        period.Length.TotalDays,
                        (period.End.Ticks - at) / (double)TimeSpan.TicksPerDay,
                        curve.ValueAt(at),
                        (double)curve.Final,
                        Latest(curve, previous, at)
                    )
                );
            }
        }
        var recent = Latest(current, IsAdjacent(beforeEnd, current.Period) ? before : null, readAt.Ticks);
        return new RowHistory(current.Period, part, amount, recent, past);
    }

    private static List<double> Latest(CostCurve month, CostCurve? previous, long at)
    {
        var latest = new List<double>(RecentDays);
        SettledDays.AddLatest(latest, month, at, RecentDays);
        if (previous is not null)
        {
            SettledDays.AddLatest(latest, previous, at, RecentDays);
        }
        return latest;
    }

    private static bool IsAdjacent(DateTime? end, UsagePeriod next) =>
        end is { } known && (next.Start - known).Duration() < TimeSpan.FromDays(1);
}
