using System.Xml.Linq;
using Viam.Billing.Reports.Charts;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Page;

/// <summary>The section with the cost of each resource type, over all organizations.</summary>
internal static class ResourceSection
{
    public static XElement Build(ReportPage page) =>
        Html.Section(
            "resources",
            "Spend by resource",
            page.Totals.Resources.Count == 0
                ? [MissingNote.InPlace(page, "There are no resource costs to show.", ReportPart.Usage)]
                : [Table(page, page.Totals.Resources)]
        );

    private static XElement Table(ReportPage page, IReadOnlyList<ReportResource> resources)
    {
        var ranking = Ranking<ReportResource>.By(resources, static resource => resource.Cost);
        var total = Sum(resources);
        var largest = ranking.Top.Max(static resource => resource.Cost) ?? 0;
        var table = new TableBuilder(
            "resources-table",
            $"Spend by resource in {page.PeriodName}, in US dollars",
            "Resource",
            "Spent",
            "Share"
        );
        foreach (var resource in ranking.Top)
        {
            table.Add(
                DataBar.Below(new XElement("span", ResourceNames.Of(resource.ResourceType)), resource.Cost, largest),
                ReportFormat.Amount(resource.Cost),
                resource.Cost is { } cost ? ReportFormat.Percent(cost, total) : ReportFormat.None
            );
        }
        if (ranking.Others.Count > 0)
        {
            var others = Sum(ranking.Others);
            table.AddSum(
                $"Other ({ReportFormat.Count(ranking.Others.Count)})",
                ReportFormat.Amount(others),
                ReportFormat.Percent(others, total)
            );
        }
        table.AddSum("Total", ReportFormat.Amount(total), ReportFormat.Percent(total, total));
        return table.Build();
    }

    private static decimal Sum(IEnumerable<ReportResource> resources) =>
        resources.Sum(static resource => resource.Cost ?? 0);
}
