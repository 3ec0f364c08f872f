using System.Xml.Linq;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Page;

/// <summary>The section with the parts that couldn't be read, and the reasons.</summary>
internal static class CompletenessSection
{
    public static XElement Build(ReportPage page) =>
        Html.Section(
            "completeness",
            "What is missing",
            page.Data.Failures.Count == 0
                ? Html.Classed("p", "none", "Everything that this report covers could be read.")
                : Table(page)
        );

    private static XElement Table(ReportPage page)
    {
        var table = new TableBuilder(
            "completeness-table",
            "Organizations that couldn't be read in full",
            "Organization",
            "~Missing",
            "~Reason"
        );
        foreach (var failure in page.Data.Failures)
        {
            table.Add(Html.Name(page.NameOf(failure.OrganizationId)), Describe(failure.Part), failure.Reason);
        }
        return table.Build();
    }

    private static string Describe(ReportPart part) =>
        part switch
        {
            ReportPart.Usage => "Usage",
            ReportPart.Forecast => "Forecast",
            ReportPart.History => "Stored usage",
            ReportPart.Changes => "Changes",
            ReportPart.Invoices => "Invoices",
            _ => part.ToString(),
        };
}
