namespace Viam.Billing.Usage.Forecasting;

/// <summary>
/// The daily costs of a period that can be used to estimate the remaining days: full UTC days that snapshots cover to
/// the end, except the first day of the period, on which fees are charged, and except estimated days.
/// </summary>
internal static class SettledDays
{
    /// <summary>
    /// Adds the latest days before a time to a list, the latest first, until it has the specified number of days.
    /// </summary>
    public static void AddLatest(List<double> days, CostCurve curve, long at, int count)
    {
        if (days.Count >= count)
        {
            return;
        }
        var estimated = curve.HasLongInterval ? EstimatedDays(curve) : null;
        var first = curve.Period.Start.Date.AddDays(1);
        var end = new DateTime(Math.Min(at, curve.CoveredUntilTicks), DateTimeKind.Utc).Date;
        var after = curve.ValueAt(end.Ticks);
        while (end > first && days.Count < count)
        {
            end = end.AddDays(-1);
            var before = curve.ValueAt(end.Ticks);
            if (estimated?.Contains(end) != true)
            {
                days.Add(after - before);
            }
            after = before;
        }
    }

    private static HashSet<DateTime> EstimatedDays(CostCurve curve)
    {
        var days = new HashSet<DateTime>();
        foreach (var interval in curve.Intervals().Where(static interval => interval.IsEstimated))
        {
            for (var day = interval.Start.Date; day < interval.End; day = day.AddDays(1))
            {
                days.Add(day);
            }
        }
        return days;
    }
}
