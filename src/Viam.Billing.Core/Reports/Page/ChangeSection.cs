using System.Xml.Linq;
using Viam.Billing.Reports.Charts;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Page;

/// <summary>The section with changes since the same part of the last month.</summary>
internal static class ChangeSection
{
    private const int ResourceCount = 10;

    public static XElement Build(ReportPage page)
    {
        UsageChange[] changes = [.. page.Totals.Changes.Select(static organization => organization.Change!)];
        return Html.Section(
            "changes",
            "What changed",
            changes.Length == 0
                ? [MissingNote.InPlace(page, "There is nothing to compare with.", ReportPart.Changes)]
                :
                [
                    Html.Paragraph(Spans(changes)),
                    MissingNote.Build(page, ReportPart.Changes),
                    ByOrganization(page, changes),
                    ByResource(page),
                ]
        );
    }

    private static string Spans(UsageChange[] changes)
    {
        var first = changes[0];
        return $"The current billing period until {ReportFormat.Time(first.CurrentEnd)}, compared with the last "
            + $"one until {ReportFormat.Time(first.ReferenceEnd)}.";
    }

    private static XElement ByOrganization(ReportPage page, UsageChange[] changes)
    {
        var ranking = Ranking<UsageChange>.By(changes, static change => Math.Abs(change.Change));
        var largest = ranking.Top.Max(static change => Math.Abs(change.Change));
        var table = new TableBuilder(
            "changes-table",
            "Largest changes by organization, in US dollars",
            "Organization",
            "Last month",
            "This month",
            "Change",
            "Percent",
            "?~Note"
        );
        foreach (var change in ranking.Top)
        {
            table.Add(
                DataBar.Below(Html.Name(page.NameOf(change.OrganizationId)), change.Change, largest),
                [.. Cells(change.Reference, change.Current, change.PercentChange), Note(change)]
            );
        }
        if (ranking.Others.Count > 0)
        {
            AddSum(table, $"Other ({ReportFormat.Count(ranking.Others.Count)})", ranking.Others);
        }
        AddSum(table, "Total", changes);
        return table.Build();
    }

    private static void AddSum(TableBuilder table, string name, IReadOnlyList<UsageChange> changes)
    {
        var reference = changes.Sum(static change => change.Reference);
        var current = changes.Sum(static change => change.Current);
        table.AddSum(
            name,
            [.. Cells(reference, current, reference > 0 ? (current - reference) / reference * 100 : null), ""]
        );
    }

    private static XElement? ByResource(ReportPage page)
    {
        var ranking = Ranking<UsageChange>.By(
            page.Totals.Changes.SelectMany(static organization => organization.ResourceChanges),
            static change => Math.Abs(change.Change),
            ResourceCount
        );
        if (ranking.Top.Count == 0)
        {
            return null;
        }
        var table = new TableBuilder(
            "resource-changes-table",
            $"The {ReportFormat.Count(ranking.Top.Count)} largest changes of a resource, in US dollars",
            "Organization",
            "~Resource",
            "Last month",
            "This month",
            "Change",
            "Percent",
            "?~Note"
        );
        foreach (var change in ranking.Top)
        {
            table.Add(
                Html.Name(page.NameOf(change.OrganizationId)),
                [
                    ResourceNames.Of(change.ResourceType),
                    .. Cells(change.Reference, change.Current, change.PercentChange),
                    Note(change),
                ]
            );
        }
        return table.Build();
    }

    private static string[] Cells(decimal reference, decimal current, decimal? percent) =>
        [
            ReportFormat.Amount(reference),
            ReportFormat.Amount(current),
            ReportFormat.Change(current - reference),
            ReportFormat.PercentChange(percent),
        ];

    private static string Note(UsageChange change) =>
        change.Kind switch
        {
            UsageChangeKind.New => "New",
            UsageChangeKind.Gone => "Gone",
            _ => "",
        }
            is { Length: > 0 } kind
            ? kind + (change.IsEstimated ? ", estimated" : "")
        : change.IsEstimated ? "Estimated"
        : "";
}
