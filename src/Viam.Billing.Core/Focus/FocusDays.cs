using Viam.Billing.Usage;

namespace Viam.Billing.Focus;

/// <summary>Creates FOCUS rows per UTC day. A partial first or last day is limited to the billing period.</summary>
internal static class FocusDays
{
    public static FocusMonth From(UsageMonth month, UsageSnapshot snapshot, FocusRowBuilder rows)
    {
        var days = new SortedDictionary<DateOnly, List<DayCost>>();
        var unknown = 0;
        foreach (var (key, net) in month.Net.OrderBy(static row => row.Key))
        {
            unknown += net.Count == 0 && key != UsageRowKey.Remainder ? 1 : 0;
            Add(days, key, DailyCosts.From(net), static (day, cost) => day with { Net = cost });
        }
        foreach (var (key, gross) in month.Gross.OrderBy(static row => row.Key))
        {
            // If the discount is unknown, the cost has no row and is part of the adjustment. The remainder is taken
            // from the net curves: the one before discounts is calculated in another order, so it can be 1e-28 when
            // the other is 0 and has no curve.
            if (key != UsageRowKey.Remainder && month.Net[key].Count > 0)
            {
                Add(days, key, DailyCosts.From(gross), static (day, cost) => day with { Gross = cost });
            }
        }
        foreach (var (date, costs) in days)
        {
            AddDay(rows, date, costs, month.Period);
        }
        var last = LastDay(month);
        rows.AddRemainder(snapshot.Subtotal!.Value, StartOf(last, month.Period), EndOf(last, month.Period));
        return new FocusMonth
        {
            Period = month.Period,
            Rows = rows.Rows,
            UnknownCosts = unknown,
        };
    }

    private static void Add(
        SortedDictionary<DateOnly, List<DayCost>> days,
        UsageRowKey key,
        IReadOnlyList<DailyCost> costs,
        Func<DayCost, decimal, DayCost> with
    )
    {
        foreach (var cost in costs)
        {
            if (!days.TryGetValue(cost.Date, out var day))
            {
                days.Add(cost.Date, day = []);
            }
            var index = day.FindIndex(other => other.Key == key);
            if (index < 0)
            {
                index = day.Count;
                day.Add(new DayCost(key, 0, 0));
            }
            day[index] = with(day[index], cost.Cost);
        }
    }

    private static void AddDay(FocusRowBuilder rows, DateOnly date, List<DayCost> costs, UsagePeriod period)
    {
        var (start, end) = (StartOf(date, period), EndOf(date, period));
        foreach (var cost in costs.OrderBy(static cost => cost.Key == UsageRowKey.Remainder))
        {
            if (cost.Key == UsageRowKey.Remainder)
            {
                rows.AddAdjustment(cost.Net, start, end);
            }
            else if (cost is not { Gross: 0, Net: 0 })
            {
                rows.AddUsage(cost.Key, cost.Gross, cost.Net, start, end);
            }
        }
    }

    /// <summary>The day of the last snapshot.</summary>
    private static DateOnly LastDay(UsageMonth month)
    {
        var reached = month.Total.CoveredUntil;
        return DateOnly.FromDateTime(reached > month.Period.Start ? reached.AddTicks(-1) : reached);
    }

    private static DateTime StartOf(DateOnly date, UsagePeriod period) =>
        period.Clamp(date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));

    private static DateTime EndOf(DateOnly date, UsagePeriod period) =>
        period.Clamp(date.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));

    private readonly record struct DayCost(UsageRowKey Key, decimal Gross, decimal Net);
}
