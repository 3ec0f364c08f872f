using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Reports;

namespace Viam.Billing.Browser.Tests;

public sealed class ReportAccessibilityTests(BrowserFixture browser)
{
    // Not every combination, because each takes seconds: contrast and layout, which depend on both, have other tests.
    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(1400, ColorScheme.Dark)]
    public async Task AxeFindsNothing(int width, ColorScheme scheme)
    {
        await using var report = await OpenReport.OpenAsync(browser, SampleReport.Typical, width, scheme);
        await OpenDetailsAsync(report.Page);

        var result = await report.Page.RunAxe();

        Assert.True(result.Passes.Length > 20, $"axe has checked only {result.Passes.Length} rules.");
        Assert.Empty(
            result.Violations.Select(static violation => $"{violation.Impact} {violation.Id}: {violation.Help}")
        );
    }

    [Fact]
    public async Task AxeFindsNothingWhereEverythingIsMissing()
    {
        await using var report = await OpenReport.OpenAsync(browser, Empty());

        var result = await report.Page.RunAxe();

        Assert.Empty(
            result.Violations.Select(static violation => $"{violation.Impact} {violation.Id}: {violation.Help}")
        );
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task TextHasContrast(ColorScheme scheme)
    {
        await using var report = await OpenReport.OpenAsync(browser, SampleReport.Typical, scheme: scheme);
        await OpenDetailsAsync(report.Page);

        var found = await report.Page.EvaluateAsync<JsonElement>(Script("contrast.js"));

        Assert.True(found.GetProperty("count").GetInt32() > 300);
        Assert.Equal("[]", found.GetProperty("low").GetRawText());
    }

    [Fact]
    public async Task DarkSchemeIsDarkOnScreenAndLightOnPaper()
    {
        await using var report = await OpenReport.OpenAsync(browser, SampleReport.Typical, scheme: ColorScheme.Dark);
        const string Background = "getComputedStyle(document.body).backgroundColor";

        var onScreen = await report.Page.EvaluateAsync<string>(Background);
        await report.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        var onPaper = await report.Page.EvaluateAsync<string>(Background);

        Assert.Equal("rgb(19, 23, 27)", onScreen);
        Assert.Equal("rgb(255, 255, 255)", onPaper);
    }

    [Fact]
    public async Task ChartsHaveNamesAndDescriptions()
    {
        await using var report = await OpenReport.OpenAsync(browser, SampleReport.Typical);

        var tree = await report.Page.Locator("body").AriaSnapshotAsync();

        Assert.Contains("img \"Cost in November 2026 by day, and forecast\"", tree, StringComparison.Ordinal);
        Assert.Contains("img \"Spend by month\"", tree, StringComparison.Ordinal);
        Assert.Contains("img \"Unpaid invoices by days past due\"", tree, StringComparison.Ordinal);
        Assert.Contains("region \"Spend by organization\"", tree, StringComparison.Ordinal);
        Assert.Contains("rowheader \"Northwind Robotics\"", tree, StringComparison.Ordinal);
    }

    private static ReportData Empty() =>
        new()
        {
            ReadAt = SampleReport.ReadAt,
            Organizations = [],
            Failures = [new ReportFailure(SampleReport.Id(1), null, ReportPart.Usage, "Connection refused.")],
        };

    private static Task<JsonElement?> OpenDetailsAsync(IPage page) =>
        page.EvaluateAsync("document.querySelectorAll('details').forEach(details => { details.open = true; })");

    private static string Script(string name)
    {
        using var stream = typeof(ReportAccessibilityTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd().TrimEnd(';');
    }
}
