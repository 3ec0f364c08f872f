using System.Xml.Linq;
using Viam.Billing.Reports.Charts;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Page;

/// <summary>The section with the current billing period by day, and the forecast interval for its end.</summary>
internal static class ForecastSection
{
    private const string Id = "month-to-date";

    public static XElement Build(ReportPage page)
    {
        var totals = page.Totals;
        if (totals.Days.Count == 0)
        {
            return Html.Section(
                Id,
                "Current month and forecast",
                MissingNote.InPlace(
                    page,
                    totals.WithUsage.Count > 0 && totals.PeriodStart is null
                        ? "The organizations' billing periods differ, so their days can't be added up."
                        : "There is no daily usage to show.",
                    ReportPart.Usage,
                    ReportPart.Forecast
                )
            );
        }
        return Html.Section(
            Id,
            "Current month and forecast",
            MonthToDateChart.Draw(totals, $"Cost in {page.PeriodName} by day, and forecast", Describe(totals)),
            Legend(totals),
            MissingNote.Build(page, ReportPart.Forecast),
            new XElement("details", new XElement("summary", "Cost by day"), Table(page).Build())
        );
    }

    /// <summary>
    /// The probability of the interval, such as "80% "; empty if it isn't the same for all organizations.
    /// </summary>
    public static string LevelText(ForecastTotal forecast) =>
        forecast.Level is { } level ? $"{ReportFormat.Text(level, "0.#")}% " : "";

    private static string Describe(ReportTotals totals)
    {
        var spent = $"{ReportFormat.Money(totals.Days[^1].Cumulative)} by {ReportFormat.Date(totals.Days[^1].Date)}.";
        var forecast = totals.Forecast;
        return forecast is { Forecast: { } expected, Low: { } low, High: { } high }
            ? $"{spent} Expected at the end of the billing period: {ReportFormat.Money(expected)}, between "
                + $"{ReportFormat.Money(low)} and {ReportFormat.Money(high)}."
            : $"{spent} There is no forecast.";
    }

    private static XElement Legend(ReportTotals totals) =>
        Html.Classed(
            "ul",
            "legend",
            new XElement("li", Key("spent"), "Spent so far"),
            totals.Forecast.Forecast is null
                ? null
                : new object[]
                {
                    new XElement("li", Key("expected"), "Forecast"),
                    new XElement("li", Key("band"), $"{LevelText(totals.Forecast)}range"),
                }
        );

    private static XElement Key(string className) =>
        Html.Classed("span", $"key {className}", new XAttribute("aria-hidden", "true"));

    private static TableBuilder Table(ReportPage page)
    {
        var table = new TableBuilder(
            "days",
            $"Cost by day in {page.PeriodName}, in US dollars",
            "Date",
            "Cost",
            "Since the start",
            "?~Note"
        );
        foreach (var day in page.Totals.Days)
        {
            table.Add(
                ReportFormat.Date(day.Date),
                ReportFormat.Amount(day.Cost),
                ReportFormat.Amount(day.Cumulative),
                day.IsEstimated ? "Estimated: reads were more than 36 hours apart" : ""
            );
        }
        return table;
    }
}
