using System.Runtime.InteropServices;

namespace Viam.Billing.Usage;

/// <summary>Divides the cost between snapshots into UTC days.</summary>
internal static class DailyCosts
{
    /// <summary>
    /// Returns the days that the intervals of a curve touch, in order. They add up to the last amount of the curve
    /// exactly.
    /// </summary>
    public static IReadOnlyList<DailyCost> From(CostCurve curve)
    {
        var days = new SortedDictionary<DateOnly, DailyCost>();
        foreach (var interval in curve.Intervals())
        {
            Add(days, interval, curve.Period);
        }
        return [.. days.Values];
    }

    private static void Add(SortedDictionary<DateOnly, DailyCost> days, CostInterval interval, UsagePeriod period)
    {
        if (interval.End <= interval.Start)
        {
            Add(days, DateOnly.FromDateTime(period.Start), interval.Cost, isEstimated: false);
            return;
        }
        var weights = new List<decimal>();
        for (var day = interval.Start.Date; day < interval.End; day = day.AddDays(1))
        {
            var start = day > interval.Start ? day : interval.Start;
            var end = day.AddDays(1) < interval.End ? day.AddDays(1) : interval.End;
            weights.Add((end - start).Ticks);
        }
        var date = DateOnly.FromDateTime(interval.Start);
        foreach (var share in Apportionment.Divide(interval.Cost, CollectionsMarshal.AsSpan(weights)))
        {
            Add(days, date, share, interval.IsEstimated);
            date = date.AddDays(1);
        }
    }

    private static void Add(SortedDictionary<DateOnly, DailyCost> days, DateOnly date, decimal cost, bool isEstimated)
    {
        var before = days.GetValueOrDefault(date);
        days[date] = new DailyCost(date, before.Cost + cost, before.IsEstimated || isEstimated);
    }
}
