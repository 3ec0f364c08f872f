using System.Runtime.InteropServices;

namespace Viam.Billing.Usage.Forecasting;

/// <summary>
/// Forecasts the cost of an organization's billing period at its end, as the sum of one forecast per row.
/// </summary>
internal static class UsageForecaster
{
    /// <param name="history">
    /// The stored usage. Only data that was known when <paramref name="current"/> was read is used.
    /// </param>
    public static ForecastResult Forecast(UsageSnapshot current, UsageHistory history, ForecastOptions options)
    {
        var known = history.KnownAt(current.ReadAt).With(current);
        return Forecast(known.Find(current.Period)!, known, options);
    }

    /// <summary>
    /// Creates the forecast that would have been made at a past time, from the store only. Null if there is no snapshot
    /// of the period that was current at that time.
    /// </summary>
    public static ForecastResult? ForecastAsOf(UsageHistory history, DateTime asOf, ForecastOptions options)
    {
        var known = history.KnownAt(asOf);
        return known.Months.Count > 0 && known.Months[^1] is var month && asOf <= month.Period.End
            ? Forecast(month, known, options)
            : null;
    }

    private static ForecastResult Forecast(UsageMonth month, UsageHistory known, ForecastOptions options)
    {
        var (current, period) = (month.Latest, month.Period);
        UsageMonth[] past = [.. known.Months.Where(other => other.Period.Start < period.Start)];
        var discounts = DiscountRatios.Create(current, past);
        var net = UsageRows.Split(current).ToDictionary(static row => row.Key);
        var rows = new List<KeyValuePair<UsageRowKey, ForecastLine>>();
        var exact = new List<decimal>();
        var sum = new ForecastSum();
        foreach (var key in Keys(net, past))
        {
            var row = net.GetValueOrDefault(key, new UsageRow(key, 0, 0));
            if (row.Gross is not { } gross || row.Net is not { } amount || discounts.Find(key) is not { } factor)
            {
                sum.AddUnknown(key);
                rows.Add(new(key, ForecastLine.None(row.Net)));
                continue;
            }
            var history = RowHistory.Create(
                past,
                other => other.Gross.GetValueOrDefault(key),
                month.Gross.GetValueOrDefault(key) ?? Zero(month),
                current.ReadAt,
                (double)gross
            );
            var forecast = RowForecaster.Forecast(
                history,
                options.Z,
                options.AllowEarly,
                isFixedWithoutHistory: key == UsageRowKey.Remainder
            );
            sum.Add(forecast, factor);
            rows.Add(new(key, ToLine(forecast, amount, factor)));
            exact.Add(Exact(forecast, amount, factor));
        }
        var total = sum.ToLine(current, options.AllowEarly, Count(month, past));
        if (total.Forecast is { } whole)
        {
            AddUp(rows, Apportionment.Round(whole, CollectionsMarshal.AsSpan(exact)));
        }
        return new ForecastResult(current, options.Level, total, rows, sum.UnknownRows);
    }

    /// <summary>The current rows, and the rows that had a cost in the last month.</summary>
    private static IEnumerable<UsageRowKey> Keys(Dictionary<UsageRowKey, UsageRow> current, UsageMonth[] past)
    {
        var earlier =
            past.Length == 0
                ? []
                : past[^1].Gross.Where(static row => row.Value.Last != 0).Select(static row => row.Key);
        return current.Keys.Union(earlier).Order();
    }

    private static ForecastLine ToLine(RowForecast forecast, decimal amount, double factor) =>
        forecast switch
        {
            { Forecast: null } => ForecastLine.None(amount, forecast.SettledDays, forecast.PastMonths),
            { Method: ForecastMethod.Actual } => ForecastLine.Create(amount, (double)amount, 0, forecast),
            _ => ForecastLine.Create(amount, forecast.Forecast.Value * factor, forecast.HalfWidth * factor, forecast),
        };

    /// <summary>The net forecast of a row before it is rounded to cents.</summary>
    private static decimal Exact(RowForecast forecast, decimal amount, double factor) =>
        forecast.Method == ForecastMethod.Actual ? amount : UsageAmount.FromDouble((forecast.Forecast ?? 0) * factor);

    private static void AddUp(List<KeyValuePair<UsageRowKey, ForecastLine>> rows, decimal[] forecasts)
    {
        for (var i = 0; i < forecasts.Length; i++)
        {
            rows[i] = new(rows[i].Key, rows[i].Value.WithForecast(forecasts[i]));
        }
    }

    private static CostCurve Zero(UsageMonth month)
    {
        var curve = new CostCurve(month.Period, month.Snapshots.Count);
        foreach (var snapshot in month.Snapshots)
        {
            curve.Add(snapshot.ReadAt, 0);
        }
        return curve;
    }

    /// <summary>The number of settled days and complete months of the whole organization's subtotals.</summary>
    private static (int SettledDays, int PastMonths) Count(UsageMonth month, UsageMonth[] past)
    {
        var history = RowHistory.Create(past, static other => other.Total, month.Total, month.Latest.ReadAt, 0);
        return (history.Recent.Count, history.Past.Count);
    }
}
