using System.Xml.Linq;
using Viam.Billing.Reports.Charts;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Page;

/// <summary>The section with unpaid invoices by age.</summary>
internal static class AgingSection
{
    public static XElement Build(ReportPage page)
    {
        var totals = page.Totals;
        ReportOrganization[] owing =
        [
            .. totals.WithInvoices.Where(static organization => organization.Aging!.InvoiceCount > 0),
        ];
        return Html.Section(
            "aging",
            "Unpaid invoices by age",
            totals.WithInvoices.Count == 0
                ? [MissingNote.InPlace(page, "There are no invoices to show.", ReportPart.Invoices)]
                :
                [
                    MissingNote.Build(page, ReportPart.Invoices),
                    owing.Length == 0 ? Html.Classed("p", "none", "All invoices are paid.") : Content(page, owing),
                ]
        );
    }

    private static object[] Content(ReportPage page, ReportOrganization[] owing)
    {
        var aging = page.Totals.Aging;
        return
        [
            ColumnChart.Draw("aging-chart", "Unpaid invoices by days past due", Describe(aging), Columns(aging)),
            Table(page, owing),
            aging.UnknownAmountCount > 0
                ? Html.Classed(
                    "p",
                    "missing",
                    $"{ReportFormat.Count(aging.UnknownAmountCount, "unpaid invoice")} without a known amount isn't "
                        + "part of the sums."
                )
                : "",
        ];
    }

    private static ChartColumn[] Columns(ReportAging aging) =>
        [
            new("Not due", aging.Current, "column"),
            new("1–30", aging.Days1To30, "late-1"),
            new("31–60", aging.Days31To60, "late-2"),
            new("61–90", aging.Days61To90, "late-3"),
            new("Over 90", aging.Over90Days, "late-4"),
            new("No date", aging.NoDueDate, "partial-column"),
        ];

    private static string Describe(ReportAging aging) =>
        $"Not due: {ReportFormat.Money(aging.Current)}. "
        + $"1 to 30 days: {ReportFormat.Money(aging.Days1To30)}. "
        + $"31 to 60 days: {ReportFormat.Money(aging.Days31To60)}. "
        + $"61 to 90 days: {ReportFormat.Money(aging.Days61To90)}. "
        + $"Over 90 days: {ReportFormat.Money(aging.Over90Days)}. "
        + $"Without a due date: {ReportFormat.Money(aging.NoDueDate)}.";

    private static XElement Table(ReportPage page, ReportOrganization[] owing)
    {
        var ranking = Ranking<ReportOrganization>.By(
            owing.OrderByDescending(static organization => organization.Aging!.Total),
            static organization => organization.Aging!.Overdue
        );
        var table = new TableBuilder(
            "aging-table",
            "Unpaid invoices by organization and days past due, in US dollars",
            "Organization",
            "Overdue",
            "Unpaid",
            "Not due",
            "1–30",
            "31–60",
            "61–90",
            "Over 90",
            "?No due date",
            "?In progress",
            "Invoices",
            "Oldest"
        );
        foreach (var organization in ranking.Top)
        {
            table.Add(Html.Name(page.NameOf(organization.OrganizationId)), Cells(organization.Aging!));
        }
        if (ranking.Others.Count > 0)
        {
            table.AddSum($"Other ({ReportFormat.Count(ranking.Others.Count)})", Cells(Sum(ranking.Others)));
        }
        table.AddSum("Total", Cells(Sum(owing)));
        return table.Build();
    }

    private static ReportAging Sum(IEnumerable<ReportOrganization> organizations) =>
        organizations.Aggregate(ReportAging.None, static (sum, organization) => sum + organization.Aging!);

    private static object[] Cells(ReportAging aging) =>
        [
            aging.Overdue > 0 ? new XElement("strong", ReportFormat.Amount(aging.Overdue)) : Bucket(aging.Overdue),
            ReportFormat.Amount(aging.Total),
            Bucket(aging.Current),
            Bucket(aging.Days1To30),
            Bucket(aging.Days31To60),
            Bucket(aging.Days61To90),
            Bucket(aging.Over90Days),
            Bucket(aging.NoDueDate),
            Bucket(aging.InProcess),
            ReportFormat.Count(aging.InvoiceCount),
            aging.OldestDaysPastDue is { } days ? ReportFormat.Count(days, "day") : ReportFormat.None,
        ];

    /// <summary>Empty buckets are shown as a dash, so that the others stand out.</summary>
    private static string Bucket(decimal amount) => amount == 0 ? ReportFormat.None : ReportFormat.Amount(amount);
}
