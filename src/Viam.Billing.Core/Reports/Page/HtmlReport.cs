using System.Xml.Linq;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Page;

/// <summary>
/// Writes a billing report as one HTML page without scripts, which can be opened from an email, used offline, and
/// printed.
/// </summary>
internal static class HtmlReport
{
    private const string StyleResource = "Viam.Billing.Reports.Page.report.css";

    private static readonly Lazy<string> s_style = new(ReadStyle);

    private static readonly Func<ReportPage, XElement>[] s_sections =
    [
        SummarySection.Build,
        ForecastSection.Build,
        OrganizationSection.Build,
        ResourceSection.Build,
        MonthSection.Build,
        ChangeSection.Build,
        AgingSection.Build,
        CompletenessSection.Build,
    ];

    /// <returns>The content of the file in UTF-8.</returns>
    /// <exception cref="OperationCanceledException">Writing was stopped.</exception>
    public static byte[] Write(ReportData data, CancellationToken stop = default)
    {
        var page = new ReportPage(data);
        XElement[] sections =
        [
            .. s_sections.Select(build =>
            {
                stop.ThrowIfCancellationRequested();
                return build(page);
            }),
        ];
        var title = $"Viam billing report, {page.PeriodName}";
        return HtmlDocument.Write(
            title,
            s_style.Value,
            stop,
            Html.Classed("a", "skip", new XAttribute("href", "#summary"), "Skip to the summary"),
            Header(page),
            Navigation(sections),
            new XElement("main", sections),
            Footer(page)
        );
    }

    private static XElement Header(ReportPage page)
    {
        var totals = page.Totals;
        var period =
            totals.PeriodStart is { } start && totals.PeriodEnd is { } end
                ? $"Billing period {ReportFormat.Date(start)} to {ReportFormat.Date(end.AddTicks(-1))} · "
                : "";
        return new XElement(
            "header",
            new XElement("h1", "Viam billing report"),
            new XElement(
                "p",
                $"{period}{ReportFormat.Count(page.Data.Organizations.Count, "organization")} · read ",
                new XElement(
                    "time",
                    new XAttribute("datetime", ReportFormat.Text(page.Data.ReadAt, "yyyy-MM-ddTHH:mm:ssZ")),
                    ReportFormat.Time(page.Data.ReadAt)
                )
            )
        );
    }

    private static XElement Navigation(IEnumerable<XElement> sections) =>
        new(
            "nav",
            new XAttribute("aria-label", "Sections"),
            Html.List(
                sections.Select(static section =>
                    (object)
                        new XElement(
                            "a",
                            new XAttribute("href", "#" + section.Attribute("id")!.Value),
                            section.Element("h2")!.Value
                        )
                )
            )
        );

    private static XElement Footer(ReportPage page) =>
        new(
            "footer",
            new XElement("h2", "How to read this report"),
            Html.List(
                "Amounts are in US dollars, with discounts subtracted. Dates and times are in UTC.",
                "The forecast is the expected cost at the end of the billing period. Its range is expected to contain "
                    + "the final cost in as many of 100 cases as its level says. Ranges of several organizations are "
                    + "combined as independent deviations, so the range of the total is narrower than the sum of the "
                    + "ranges.",
                "Changes compare the current billing period so far with the same part of the last month.",
                "An invoice is overdue from the day after its due date until it's paid. While its payment is in "
                    + "progress, it's in the column of its age, but not overdue.",
                $"Lists show the {Ranking<int>.TopCount} largest rows and the sum of the others."
            ),
            Html.Paragraph(
                $"Created by Viam.Billing from usage and invoices read {ReportFormat.Time(page.Data.ReadAt)}."
            )
        );

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(StyleResource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
