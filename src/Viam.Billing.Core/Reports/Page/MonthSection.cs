using System.Xml.Linq;
using Viam.Billing.Reports.Charts;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Page;

/// <summary>The section with the past months, and the current one with its forecast.</summary>
internal static class MonthSection
{
    public static XElement Build(ReportPage page)
    {
        var months = page.Totals.Months;
        return Html.Section(
            "months",
            "Spend by month",
            months.Count == 0
                ? [MissingNote.InPlace(page, "There are no past months to show.", ReportPart.History)]
                :
                [
                    ColumnChart.Draw(
                        "months-chart",
                        "Spend by month",
                        Describe(page, months),
                        [.. months.Select(Column), .. Current(page)]
                    ),
                    Legend(page),
                    MissingNote.Build(page, ReportPart.History),
                    Table(page, months),
                ]
        );
    }

    private static ChartColumn Column(ReportMonth month) =>
        new(
            ReportFormat.Text(month.Start, "MMM"),
            month.Cost,
            month.IsPartial ? "partial-column" : "column",
            Group: ReportFormat.Text(month.Start, "yyyy")
        );

    private static IEnumerable<ChartColumn> Current(ReportPage page)
    {
        if (page.Totals is { PeriodStart: { } start, Spent: { } spent })
        {
            yield return new ChartColumn(
                ReportFormat.Text(start, "MMM"),
                spent,
                "column",
                page.Totals.Forecast.Forecast,
                ReportFormat.Text(start, "yyyy")
            );
        }
    }

    private static string Describe(ReportPage page, IReadOnlyList<ReportMonth> months)
    {
        var known = months.Where(static month => month.Cost is not null).ToArray();
        var highest = known.MaxBy(static month => month.Cost)!;
        return $"{ReportFormat.Count(months.Count, "past month")} from {ReportFormat.MonthName(months[0].Start)} to "
            + $"{ReportFormat.MonthName(months[^1].Start)}. "
            + $"The highest is {ReportFormat.MonthName(highest.Start)} with {ReportFormat.Money(highest.Cost!.Value)}."
            + (
                page.Totals.Forecast.Forecast is { } forecast
                    ? $" The forecast for {page.PeriodName} is {ReportFormat.Money(forecast)}."
                    : ""
            );
    }

    private static XElement Legend(ReportPage page) =>
        Html.Classed(
            "ul",
            "legend",
            new XElement("li", Key("column"), "Spent"),
            page.Totals.Forecast.Forecast is null ? null : new XElement("li", Key("expected-column"), "Forecast"),
            page.Totals.Months.Any(static month => month.IsPartial)
                ? new XElement("li", Key("partial-column"), "Known in part")
                : null
        );

    private static XElement Key(string className) =>
        Html.Classed("span", $"key {className}", new XAttribute("aria-hidden", "true"));

    private static XElement Table(ReportPage page, IReadOnlyList<ReportMonth> months)
    {
        var table = new TableBuilder(
            "months-table",
            "Spend by month, in US dollars",
            "Month",
            "Spent",
            "Change",
            "Organizations",
            "?~Note"
        );
        decimal? before = null;
        foreach (var month in months)
        {
            table.Add(
                ReportFormat.Month(month.Start),
                ReportFormat.Amount(month.Cost),
                month.Cost - before is { } change ? ReportFormat.Change(change) : ReportFormat.None,
                ReportFormat.Count(month.OrganizationCount),
                Note(month)
            );
            before = month.Cost;
        }
        var totals = page.Totals;
        if (totals.PeriodStart is { } start)
        {
            table.AddSum(
                $"{ReportFormat.Month(start)} so far",
                ReportFormat.Amount(totals.Spent),
                ReportFormat.None,
                ReportFormat.Count(totals.WithUsage.Count),
                totals.Forecast.Forecast is { } forecast ? $"Forecast {ReportFormat.Money(forecast)}" : "No forecast"
            );
        }
        return table.Build();
    }

    private static string Note(ReportMonth month) =>
        month switch
        {
            { Cost: null } => "Nothing is stored",
            { IsPartial: true } => "Known in part: the stored usage doesn't cover the whole month",
            { IsEstimated: true } => "Estimated: the last read was before the end of the month",
            _ => "",
        };
}
