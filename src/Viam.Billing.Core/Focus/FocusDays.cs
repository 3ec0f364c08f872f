using Viam.Billing.Usage;

namespace Viam.Billing.Focus;

/// <summary>Creates FOCUS rows per UTC day. A partial first or last day is limited to the billing period.</summary>
internal static class FocusDays
{
    public static FocusMonth From(UsageMonth month, UsageSnapshot snapshot, FocusRowBuilder rows)
    {
        var shares = new DayShares(month.Period);
        var unknown = 0;
        var resources = new List<Days>();
        Days? remainder = null;
        foreach (var (key, net) in month.Net.OrderBy(static row => row.Key))
        {
            unknown += net.Count == 0 && key != UsageRowKey.Remainder ? 1 : 0;
            if (key == UsageRowKey.Remainder)
            {
                remainder = new Days(FocusCharge.Adjustment, shares.Divide(net), []);
            }
            else
            {
                // If the discount is unknown, the cost has no row and is part of the adjustment.
                var gross = net.Count > 0 ? month.Gross.GetValueOrDefault(key) : null;
                resources.Add(
                    new Days(FocusCharge.Of(key), shares.Divide(net), gross is null ? [] : shares.Divide(gross))
                );
            }
        }
        AddDays(rows, resources, remainder, month.Period);
        var last = LastDay(month);
        rows.AddRemainder(snapshot.Subtotal!.Value, StartOf(last, month.Period), EndOf(last, month.Period));
        return new FocusMonth
        {
            Period = month.Period,
            Rows = rows.Rows,
            UnknownCosts = unknown,
        };
    }

    private static void AddDays(FocusRowBuilder rows, List<Days> resources, Days? remainder, UsagePeriod period)
    {
        var last = resources
            .Append(remainder)
            .Max(static days => Math.Max(days?.Net.Count ?? 0, days?.Gross.Count ?? 0));
        var date = DateOnly.FromDateTime(period.Start);
        for (var day = 0; day < last; day++, date = date.AddDays(1))
        {
            var (start, end) = (StartOf(date, period), EndOf(date, period));
            // Costs whose discount isn't known any more come last.
            foreach (var isNetKnown in (ReadOnlySpan<bool>)[true, false])
            {
                foreach (var days in resources)
                {
                    if (days.IsNetKnown(day) == isNetKnown && days.Of(day) is { } cost)
                    {
                        rows.AddUsage(days.Charge, cost.Gross, cost.Net, start, end);
                    }
                }
            }
            if (remainder?.Of(day) is { } adjustment)
            {
                rows.AddAdjustment(adjustment.Net, start, end);
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

    /// <summary>The costs of a row by day of the period.</summary>
    private sealed record Days(FocusCharge Charge, IReadOnlyList<decimal> Net, IReadOnlyList<decimal> Gross)
    {
        public bool IsNetKnown(int day) => day < Net.Count;

        /// <summary>Null if both are 0.</summary>
        public (decimal Gross, decimal Net)? Of(int day)
        {
            var (gross, net) = (day < Gross.Count ? Gross[day] : 0, day < Net.Count ? Net[day] : 0);
            return gross == 0 && net == 0 ? null : (gross, net);
        }
    }
}
