using System.Xml.Linq;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Page;

/// <summary>
/// Creates notes with the reasons why a part of the report, or some organizations in it, are missing.
/// </summary>
internal static class MissingNote
{
    /// <summary>The note below a part that doesn't contain all organizations; null if nothing is missing.</summary>
    public static XElement? Build(ReportPage page, ReportPart part) => Format(page.Gaps(part));

    /// <summary>The note that replaces a missing part.</summary>
    public static XElement InPlace(ReportPage page, string what, params IEnumerable<ReportPart> parts) =>
        new(
            "div",
            Html.Classed("p", "none", what),
            Format(parts.SelectMany(page.Reasons))
                ?? (
                    page.Data.Organizations.Count == 0
                        ? Html.Classed("p", "missing", "No organization could be read.")
                        : null
                )
        );

    private static XElement? Format(IEnumerable<string> reasons)
    {
        string[] different = [.. reasons.Distinct()];
        return different.Length switch
        {
            0 => null,
            1 => Html.Classed("p", "missing", different[0]),
            _ => Html.Classed("div", "missing", Html.List(different)),
        };
    }
}
