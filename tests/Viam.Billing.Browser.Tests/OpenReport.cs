using Microsoft.Playwright;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Reports;
using Viam.Billing.Reports.Page;

namespace Viam.Billing.Browser.Tests;

/// <summary>A report in a page of a browser, opened from a file, which records what it shouldn't do.</summary>
internal sealed class OpenReport : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IBrowserContext _context;

    private OpenReport(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Dialogs, requests other than for the file, messages on the console, and errors of scripts.</summary>
    public List<string> Events { get; } = [];

    public static async Task<OpenReport> OpenAsync(
        BrowserFixture fixture,
        ReportData data,
        int width = 1400,
        ColorScheme scheme = ColorScheme.Light
    )
    {
        var browser = await fixture.GetAsync();
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                ColorScheme = scheme,
            }
        );
        var report = new OpenReport(context, await context.NewPageAsync());
        var path = report._folder.GetPath("report.html");
        await File.WriteAllBytesAsync(path, HtmlReport.Write(data), TestContext.Current.CancellationToken);
        var address = new Uri(path).AbsoluteUri;
        report.Record(address);
        await report.Page.GotoAsync(address);
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _folder.Dispose();
    }

    private void Record(string address)
    {
        Page.Dialog += async (_, dialog) =>
        {
            Events.Add($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        Page.Console += (_, message) => Events.Add($"console: {message.Text}");
        Page.PageError += (_, error) => Events.Add($"error: {error}");
        Page.Request += (_, request) =>
        {
            if (request.Url != address)
            {
                Events.Add($"request: {request.Url}");
            }
        };
    }
}
