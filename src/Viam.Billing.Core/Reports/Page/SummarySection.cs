using System.Xml.Linq;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Page;

/// <summary>The section with the actual, expected, and unpaid amounts.</summary>
internal static class SummarySection
{
    public static XElement Build(ReportPage page) =>
        Html.Section(
            "summary",
            "Summary",
            Incomplete(page),
            Html.Classed("dl", "tiles", Spent(page), Forecast(page), Overdue(page))
        );

    private static XElement? Incomplete(ReportPage page)
    {
        var failed = page.Data.Failures.Select(static failure => failure.OrganizationId).Distinct().Count();
        return failed == 0
            ? null
            : Html.Classed(
                "p",
                "alert",
                new XElement("strong", "Incomplete: "),
                $"{ReportFormat.Count(failed, "organization")} couldn't be read in full, and the totals don't include "
                    + "what is missing. ",
                new XElement("a", new XAttribute("href", "#completeness"), "See what is missing and why")
            );
    }

    private static XElement Spent(ReportPage page)
    {
        var totals = page.Totals;
        var unknown = totals.WithUsage.Count(static organization => organization.Spent is null);
        return Tile(
            "spent",
            "Spent so far",
            totals.Spent,
            totals.Spent is null ? Reason(page, ReportPart.Usage, "No usage could be read.") : Comparison(totals),
            unknown > 0 && totals.Spent is not null
                ? $"Without {ReportFormat.Count(unknown, "organization")} whose amount is unknown."
                : null
        );
    }

    private static string? Comparison(ReportTotals totals)
    {
        if (totals.Changes.Count == 0)
        {
            return null;
        }
        var change = totals.Changes.Sum(static organization => organization.Change!.Change);
        var reference = totals.Changes.Sum(static organization => organization.Change!.Reference);
        var percent = reference > 0 ? $" ({ReportFormat.PercentChange(change / reference * 100)})" : "";
        var scope =
            totals.Changes.Count == totals.WithUsage.Count
                ? ""
                : $", for {ReportFormat.Count(totals.Changes.Count)} of "
                    + ReportFormat.Count(totals.WithUsage.Count, "organization");
        return $"{ReportFormat.MoneyChange(change)}{percent} against the same part of the last month{scope}";
    }

    private static XElement Forecast(ReportPage page)
    {
        var forecast = page.Totals.Forecast;
        return Tile(
            "forecast",
            $"Forecast for {page.PeriodName}",
            forecast.Forecast,
            forecast is { Low: { } low, High: { } high }
                ? $"{LikelyText(forecast)} between {ReportFormat.Money(low)} and {ReportFormat.Money(high)}"
                : Reason(page, ReportPart.Forecast, "No usage could be read."),
            forecast is { Forecast: not null, MissingCount: > 0 }
                ? $"Includes the amount so far of {ReportFormat.Count(forecast.MissingCount, "organization")} without "
                    + "a forecast."
                : null
        );
    }

    private static string LikelyText(ForecastTotal forecast) =>
        ForecastSection.LevelText(forecast) is { Length: > 0 } level ? $"{level}likely" : "Likely";

    private static XElement Overdue(ReportPage page)
    {
        var aging = page.Totals.Aging;
        if (page.Totals.WithInvoices.Count == 0)
        {
            return Tile(
                "overdue",
                "Overdue",
                null,
                Reason(page, ReportPart.Invoices, "No invoices could be read."),
                null
            );
        }
        var late = page.Totals.WithInvoices.Count(static organization => organization.Aging!.Overdue > 0);
        return Tile(
            aging.Overdue > 0 ? "overdue late" : "overdue",
            "Overdue",
            aging.Overdue,
            late == 0
                ? "No invoice is overdue."
                : $"{ReportFormat.Count(late, "organization")}"
                    + (
                        aging.OldestDaysPastDue is { } days
                            ? $", oldest {ReportFormat.Count(days, "day")} past due"
                            : ""
                    ),
            $"Unpaid in total: {ReportFormat.Money(aging.Total)}"
                + (aging.InProcess > 0 ? $", of which {ReportFormat.Money(aging.InProcess)} is being paid" : "")
        );
    }

    private static string Reason(ReportPage page, ReportPart part, string otherwise) =>
        page.Reasons(part).FirstOrDefault() ?? otherwise;

    private static XElement Tile(string className, string label, decimal? amount, string? detail, string? more) =>
        Html.Classed(
            "div",
            $"tile {className}",
            new XElement("dt", label),
            Html.Classed("dd", "figure", amount is { } known ? ReportFormat.Money(known) : "Not available"),
            detail is null ? null : new XElement("dd", detail),
            more is null ? null : new XElement("dd", more)
        );
}
