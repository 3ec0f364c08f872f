using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using Viam.Billing.Core.Tests.Support;

namespace Viam.Billing.Core.Tests.Reports;

public sealed class ReportStructureTests
{
    private static readonly ParsedReport s_report = new(SampleReport.Typical);

    [Fact]
    public void PageHasLanguageTitleAndViewport()
    {
        Assert.Equal("en", s_report.Find("html").GetAttribute("lang"));
        Assert.Equal("Viam billing report, November 2026", s_report.Document.Title);
        Assert.Equal(
            "width=device-width, initial-scale=1",
            s_report.Find("meta[name=viewport]").GetAttribute("content")
        );
        Assert.Equal("<!DOCTYPE html>\n<html lang=\"en\">", Encoding.UTF8.GetString(s_report.Bytes)[..32]);
    }

    [Fact]
    public void PageContainsNeitherScriptNorReference()
    {
        Assert.Empty(s_report.Document.QuerySelectorAll("script, img, link, iframe, object, embed, base, form"));
        Assert.All(
            s_report.Document.All.SelectMany(static element => element.Attributes),
            static attribute =>
            {
                Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name);
                Assert.NotEqual("style", attribute.Name);
                Assert.NotEqual("src", attribute.Name);
                Assert.True(attribute.Name != "href" || attribute.Value.StartsWith('#'), attribute.Value);
            }
        );
    }

    [Fact]
    public void PolicyAllowsOnlyTheStyleOfThePage()
    {
        var style = Assert.Single(s_report.Document.QuerySelectorAll("style")).TextContent;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));

        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'",
            s_report.Find("meta[http-equiv=Content-Security-Policy]").GetAttribute("content")
        );
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
    }

    [Fact]
    public void ChartsHaveRoleTitleAndDescription()
    {
        var charts = s_report.Document.QuerySelectorAll("svg.chart").ToArray();

        Assert.Equal(["month-to-date-chart", "months-chart", "aging-chart"], charts.Select(static chart => chart.Id));
        Assert.All(
            charts,
            static chart =>
            {
                Assert.Equal("img", chart.GetAttribute("role"));
                Assert.NotEmpty(s_report.Text($"#{chart.GetAttribute("aria-labelledby")}"));
                Assert.NotEmpty(s_report.Text($"#{chart.GetAttribute("aria-describedby")}"));
            }
        );
        Assert.All(
            s_report
                .Document.QuerySelectorAll("svg:not(.chart)")
                .Where(static svg => svg.ParentElement!.TagName != "svg"),
            static svg => Assert.Equal("true", svg.GetAttribute("aria-hidden"))
        );
    }

    [Fact]
    public void TablesHaveCaptionsAndScopes()
    {
        var tables = s_report.Document.QuerySelectorAll("table").ToArray();

        Assert.Equal(8, tables.Length);
        Assert.All(
            tables,
            static table =>
            {
                Assert.NotEmpty(table.QuerySelector("caption")!.TextContent);
                Assert.Equal("region", table.ParentElement!.GetAttribute("role"));
                Assert.Equal("0", table.ParentElement.GetAttribute("tabindex"));
                Assert.All(
                    table.QuerySelectorAll("thead th"),
                    static header => Assert.Equal("col", header.GetAttribute("scope"))
                );
                var width = table.QuerySelectorAll("thead th").Length;
                Assert.All(
                    table.QuerySelectorAll("tbody tr, tfoot tr"),
                    row =>
                    {
                        Assert.Equal("row", row.FirstElementChild!.GetAttribute("scope"));
                        Assert.Equal(width, row.ChildElementCount);
                    }
                );
            }
        );
    }

    [Fact]
    public void PageHasLandmarksAndHeadings()
    {
        foreach (var landmark in new[] { "header", "nav", "main", "footer" })
        {
            Assert.Single(s_report.Document.QuerySelectorAll($"body > {landmark}"));
        }
        Assert.Single(s_report.Document.QuerySelectorAll("h1"));
        Assert.Empty(s_report.Document.QuerySelectorAll("h3, h4"));
        Assert.Equal(
            [
                "Summary",
                "Current month and forecast",
                "Spend by organization",
                "Spend by resource",
                "Spend by month",
                "What changed",
                "Unpaid invoices by age",
                "What is missing",
            ],
            s_report.Document.QuerySelectorAll("main h2").Select(static heading => heading.TextContent)
        );
    }

    [Fact]
    public void IdsAreUniqueAndLinksLeadToThem()
    {
        string[] ids =
        [
            .. s_report
                .Document.All.Select(static element => element.Id)
                .Where(static id => !string.IsNullOrEmpty(id))!,
        ];

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(
            s_report.Document.QuerySelectorAll("a"),
            link => Assert.Contains(link.GetAttribute("href")![1..], ids)
        );
        Assert.All(
            s_report.Document.QuerySelectorAll("[aria-labelledby]"),
            element => Assert.Contains(element.GetAttribute("aria-labelledby"), ids)
        );
    }

    [Fact]
    public void ReportOfAHundredOrganizationsAndTwelveMonthsIsSmall()
    {
        var size = new ParsedReport(SampleReport.Large(100, 12)).Bytes.Length;

        Assert.InRange(size, 20_000, 150_000);
    }

    [Fact]
    public void ReportIsTheSameInEveryCulture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            foreach (var culture in new[] { "de-DE", "ar-SA", "fa-IR", "tr-TR" })
            {
                Thread.CurrentThread.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
                Assert.Equal(s_report.Bytes, new ParsedReport(SampleReport.Typical).Bytes);
            }
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }
}
