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
        var days = new List<DailyCost>();
        foreach (var interval in curve.Intervals())
        {
            Add(days, interval, curve.Period);
        }
        return days;
    }

    /// <summary>
    /// As above, for the rows of an organization. The rows of a day add up to the organization's day exactly, if their
    /// amounts are known at the same times as its amounts.
    /// </summary>
    public static IReadOnlyList<DailyCost>[] From(CostCurve total, IReadOnlyList<CostCurve> rows)
    {
        if (!rows.All(total.HasSamePoints))
        {
            return [.. rows.Select(From)];
        }
        var days = rows.Select(static _ => new List<DailyCost>()).ToArray();
        var intervals = rows.Select(static row => row.Intervals().ToArray()).ToArray();
        for (var row = 0; row < rows.Count; row++)
        {
            // The amount at the start of the period.
            if (intervals[row] is [var first, ..] && first.End <= first.Start)
            {
                Add(days[row], first, total.Period);
                intervals[row] = intervals[row][1..];
            }
        }
        var next = 0;
        foreach (var interval in total.Intervals().Where(static interval => interval.End > interval.Start))
        {
            var shares = Apportionment.DivideRows(
                interval.Cost,
                [.. intervals.Select(row => row[next].Cost)],
                Weights(interval)
            );
            for (var row = 0; row < rows.Count; row++)
            {
                Add(days[row], interval, shares[row]);
            }
            next++;
        }
        return days;
    }

    private static void Add(List<DailyCost> days, CostInterval interval, UsagePeriod period)
    {
        if (interval.End <= interval.Start)
        {
            Add(days, DateOnly.FromDateTime(period.Start), interval.Cost, isEstimated: false);
            return;
        }
        Add(days, interval, Apportionment.Divide(interval.Cost, Weights(interval)));
    }

    private static void Add(List<DailyCost> days, CostInterval interval, decimal[] shares)
    {
        var date = DateOnly.FromDateTime(interval.Start);
        foreach (var share in shares)
        {
            Add(days, date, share, interval.IsEstimated);
            date = date.AddDays(1);
        }
    }

    /// <summary>The time of an interval on each UTC day that it touches.</summary>
    public static decimal[] Weights(CostInterval interval)
    {
        var weights = new List<decimal>();
        for (var day = interval.Start.Date; day < interval.End; day = day.AddDays(1))
        {
            var start = day > interval.Start ? day : interval.Start;
            var end = day.AddDays(1) < interval.End ? day.AddDays(1) : interval.End;
            weights.Add((end - start).Ticks);
        }
        return [.. weights];
    }

    /// <summary>Adds a cost to the last day, or to the next one.</summary>
    private static void Add(List<DailyCost> days, DateOnly date, decimal cost, bool isEstimated)
    {
        if (days is [.., var last] && last.Date == date)
        {
            days[^1] = new DailyCost(date, last.Cost + cost, last.IsEstimated || isEstimated);
        }
        else
        {
            days.Add(new DailyCost(date, cost, isEstimated));
        }
    }
}
