using System.Xml.Linq;
using Viam.Billing.Reports.Charts;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Page;

/// <summary>The section with the actual and the expected cost of each organization.</summary>
internal static class OrganizationSection
{
    public static XElement Build(ReportPage page)
    {
        var organizations = page.Totals.WithUsage;
        return Html.Section(
            "organizations",
            "Spend by organization",
            organizations.Count == 0
                ? [MissingNote.InPlace(page, "There is no usage to show.", ReportPart.Usage)]
                : [MissingNote.Build(page, ReportPart.Usage), Table(page, organizations)]
        );
    }

    private static XElement Table(ReportPage page, IReadOnlyList<ReportOrganization> organizations)
    {
        var ranking = Ranking<ReportOrganization>.By(organizations, static organization => organization.Spent);
        var total = page.Totals.Spent ?? 0;
        var largest = ranking.Top.Max(static organization => organization.Spent) ?? 0;
        var table = new TableBuilder(
            "organizations-table",
            $"Spend by organization in {page.PeriodName}, in US dollars. {RangeNote(organizations)}".TrimEnd(' ', '.'),
            "Organization",
            "Spent",
            "Share",
            "Forecast",
            "Low",
            "High",
            "~Method",
            "~Confidence"
        );
        foreach (var organization in ranking.Top)
        {
            table.Add(
                DataBar.Below(Html.Name(page.NameOf(organization.OrganizationId)), organization.Spent, largest),
                Cells(organization.Spent, total, organization.Forecast)
            );
        }
        if (ranking.Others.Count > 0)
        {
            table.AddSum($"Other ({ReportFormat.Count(ranking.Others.Count)})", Cells(ranking.Others, total));
        }
        table.AddSum("Total", Cells(organizations, total));
        return table.Build();
    }

    /// <summary>The reason why the low and high ends don't add up to those of the total.</summary>
    private static string RangeNote(IReadOnlyList<ReportOrganization> organizations) =>
        organizations.Count(static organization => organization.Forecast?.Forecast is not null) > 1
            ? "The range of the total is narrower than the sum of the ranges"
            : "";

    private static object[] Cells(decimal? spent, decimal total, UsageForecast? forecast) =>
        [
            ReportFormat.Amount(spent),
            spent is { } known ? ReportFormat.Percent(known, total) : ReportFormat.None,
            ReportFormat.Amount(forecast?.Forecast),
            ReportFormat.Amount(forecast?.Low),
            ReportFormat.Amount(forecast?.High),
            MethodOf(forecast?.Method),
            forecast is null or { Confidence: ForecastConfidence.None }
                ? ReportFormat.None
                : forecast.Confidence.ToString(),
        ];

    private static object[] Cells(IReadOnlyCollection<ReportOrganization> organizations, decimal total)
    {
        var spent = organizations.Sum(static organization => organization.Spent ?? 0);
        var forecast = ForecastTotal.Of(organizations);
        return
        [
            ReportFormat.Amount(spent),
            ReportFormat.Percent(spent, total),
            ReportFormat.Amount(forecast.Forecast),
            ReportFormat.Amount(forecast.Low),
            ReportFormat.Amount(forecast.High),
            "",
            "",
        ];
    }

    private static string MethodOf(ForecastMethod? method) =>
        method switch
        {
            null or ForecastMethod.None => ReportFormat.None,
            ForecastMethod.RunRate => "Run rate",
            { } known => known.ToString(),
        };
}
