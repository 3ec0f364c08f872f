namespace Viam.Billing.Usage.Forecasting;

/// <summary>
/// The daily costs of a period that can be used to estimate the remaining days: full UTC days that snapshots cover to
/// the end, except the first day of the period, on which fees are charged, and except estimated days.
/// </summary>
internal sealed class SettledDays
{
    private readonly List<long> _ends = [];
    private readonly List<double> _costs = [];

    public SettledDays(CostCurve curve)
    {
        var estimated = EstimatedDays(curve);
        var day = curve.Period.Start.Date.AddDays(1);
        for (var end = day.AddDays(1); end.Ticks <= curve.CoveredUntilTicks; day = end, end = end.AddDays(1))
        {
            if (!estimated.Contains(day))
            {
                _ends.Add(end.Ticks);
                _costs.Add(curve.ValueAt(end.Ticks) - curve.ValueAt(day.Ticks));
            }
        }
    }

    /// <summary>
    /// Adds the latest days before a time to a list, the latest first, until it has the specified number of days.
    /// </summary>
    public void AddLatest(List<double> days, long at, int count)
    {
        for (var i = _ends.Count - 1; i >= 0 && days.Count < count; i--)
        {
            if (_ends[i] <= at)
            {
                days.Add(_costs[i]);
            }
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
