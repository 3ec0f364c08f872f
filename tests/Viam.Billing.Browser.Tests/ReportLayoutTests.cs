using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Viam.Billing.Core.Tests.Support;

namespace Viam.Billing.Browser.Tests;

/// <summary>
/// The page at the widths of a telephone, a tablet, and a desktop, and on paper. If VIAM_BILLING_PICTURES names a
/// folder, pictures of it are saved there.
/// </summary>
public sealed class ReportLayoutTests(BrowserFixture browser)
{
    private static string? Pictures => Environment.GetEnvironmentVariable("VIAM_BILLING_PICTURES");

    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(800, ColorScheme.Light)]
    [InlineData(800, ColorScheme.Dark)]
    [InlineData(1400, ColorScheme.Light)]
    [InlineData(1400, ColorScheme.Dark)]
    public async Task ReportFitsWidth(int width, ColorScheme scheme)
    {
        await using var report = await OpenReport.OpenAsync(browser, SampleReport.Typical, width, scheme);

        var contentWidth = await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");

        Assert.Equal(width, contentWidth);
        if (Pictures is { } folder)
        {
            var name = $"report-{width}-{scheme.ToString().ToLowerInvariant()}.png";
            await report.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name), FullPage = true });
        }
    }

    [Fact]
    public async Task ReportBeginsWithTheHeadline()
    {
        await using var report = await OpenReport.OpenAsync(browser, SampleReport.Typical, width: 1000);

        foreach (var figure in await report.Page.Locator(".tile .figure").AllAsync())
        {
            var box = await figure.BoundingBoxAsync();
            Assert.InRange(box!.Y + box.Height, 0, 500);
        }
        if (Pictures is { } folder)
        {
            await report.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "report-picture.png") });
        }
    }

    [Fact]
    public async Task ReportIsPrintedOnFewPages()
    {
        await using var report = await OpenReport.OpenAsync(browser, SampleReport.Typical, scheme: ColorScheme.Dark);

        var pdf = await report.Page.PdfAsync(new() { Format = "A4", PreferCSSPageSize = true });

        var pages = Regex.Count(Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b");
        Assert.InRange(pages, 2, 6);
        if (Pictures is { } folder)
        {
            await File.WriteAllBytesAsync(
                Path.Combine(folder, "report.pdf"),
                pdf,
                TestContext.Current.CancellationToken
            );
        }
    }
}
