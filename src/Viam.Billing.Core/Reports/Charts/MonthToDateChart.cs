using System.Xml.Linq;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Charts;

/// <summary>A chart of the cumulative cost in the billing period by day, with the forecast for its end.</summary>
internal static class MonthToDateChart
{
    private const int Height = 260;
    private const int Top = 24;
    private const int Bottom = 230;
    private const int LabelY = 250;

    public static XElement Draw(ReportTotals totals, string title, string description)
    {
        var (start, end) = (totals.PeriodStart!.Value, totals.PeriodEnd!.Value);
        var forecast = totals.Forecast;
        decimal?[] ends = [forecast.Forecast, forecast.Low, forecast.High];
        var scale = new AxisScale(
            totals.Days.Select(static day => day.Cumulative).Concat(ends.OfType<decimal>()),
            Top,
            Bottom
        );
        var spent = Spent(totals, start, end, scale).ToArray();
        var now = spent[^1];
        return Svg.Chart(
            "month-to-date-chart",
            title,
            description,
            Height,
            Axis.Draw(scale),
            Svg.Stretched(
                Height,
                forecast is { Low: { } low, High: { } high }
                    ? Svg.Points("polygon", "band", [now, (100, scale.Position(low)), (100, scale.Position(high))])
                    : null,
                forecast.Forecast is { } expected
                    ? Svg.Points("polyline", "expected", [now, (100, scale.Position(expected))])
                    : null,
                Svg.Points("polyline", "spent", spent)
            ),
            Svg.Circle("now", now.X, now.Y, 4),
            Days(start, end)
        );
    }

    private static IEnumerable<(double X, double Y)> Spent(
        ReportTotals totals,
        DateTime start,
        DateTime end,
        AxisScale scale
    )
    {
        yield return (0, scale.Position(0));
        var readAt = totals.WithUsage.Select(static organization => organization.Forecast?.ReadAt).Max() ?? end;
        foreach (var day in totals.Days)
        {
            // The cost of a day is known at its end, or at the time of the last read.
            var at = day.Date.AddDays(1) < readAt ? day.Date.AddDays(1) : readAt;
            yield return (X(at, start, end), scale.Position(day.Cumulative));
        }
    }

    private static IEnumerable<XElement> Days(DateTime start, DateTime end)
    {
        for (var day = start.Date; day < end; day = day.AddDays(7))
        {
            var x = day <= start ? 0 : X(day, start, end);
            // Aligned to the right edge.
            yield return Svg.Text(
                x > 90 ? "label end" : "label start",
                x > 90 ? 100 : x,
                LabelY,
                ReportFormat.Text(day, "MMM d")
            );
        }
    }

    private static double X(DateTime at, DateTime start, DateTime end) =>
        Math.Clamp((double)(at - start).Ticks / (end - start).Ticks * 100, 0, 100);
}
