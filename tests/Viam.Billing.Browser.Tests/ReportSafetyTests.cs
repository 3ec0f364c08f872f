using Microsoft.Playwright;
using Viam.Billing.Core.Tests.Support;

namespace Viam.Billing.Browser.Tests;

public sealed class ReportSafetyTests(BrowserFixture browser)
{
    [Fact]
    public async Task HostileNamesDoNothing()
    {
        await using var report = await OpenReport.OpenAsync(browser, SampleReport.Named([.. HostileNames.All]));

        await UseAsync(report.Page);

        Assert.Empty(report.Events);
        Assert.Equal(0, await report.Page.Locator("script, img, iframe, link, base, object, embed").CountAsync());
        var text = await report.Page.Locator("#organizations").InnerTextAsync();
        Assert.Contains("<script>alert('name')</script>", text, StringComparison.Ordinal);
        Assert.Contains("</style><script>alert('style')</script>", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', text);
    }

    [Fact]
    public async Task HostileNamesFitTheScreen()
    {
        await using var report = await OpenReport.OpenAsync(
            browser,
            SampleReport.Named([.. HostileNames.All]),
            width: 360
        );

        Assert.Equal(360, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task PolicyBlocksScriptAndRequests()
    {
        await using var report = await OpenReport.OpenAsync(browser, SampleReport.Typical);
        Assert.Empty(report.Events);

        // What a hole in the page would do.
        await report.Page.EvaluateAsync(
            """
            () => {
              document.body.insertAdjacentHTML('beforeend', '<img src="https://example.com/x.png" onerror="alert(1)">');
              const script = document.createElement('script');
              script.textContent = 'alert(2)';
              document.body.append(script);
              document.body.setAttribute('onclick', 'alert(3)');
              document.body.click();
            }
            """
        );
        await report.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Contains(report.Events, static text => text.Contains("inline script", StringComparison.Ordinal));
        Assert.Contains(report.Events, static text => text.Contains("event handler", StringComparison.Ordinal));
        Assert.Contains(
            report.Events,
            static text => text.Contains("https://example.com/x.png", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(report.Events, static text => text.StartsWith("dialog", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StyleIsAppliedUnderThePolicy()
    {
        await using var report = await OpenReport.OpenAsync(browser, SampleReport.Typical);

        var display = await report.Page.EvaluateAsync<string>(
            "getComputedStyle(document.querySelector('.tiles')).display"
        );

        Assert.Equal("grid", display);
    }

    /// <summary>Follows each link, opens what is closed, and moves over each row.</summary>
    private static async Task UseAsync(IPage page)
    {
        await page.EvaluateAsync(
            """
            () => {
              for (const link of document.querySelectorAll('a')) { link.click(); }
              for (const details of document.querySelectorAll('details')) { details.open = true; }
              for (const row of document.querySelectorAll('th, td, bdi, svg')) {
                for (const type of ['mouseover', 'mouseenter', 'focus', 'click']) {
                  row.dispatchEvent(new MouseEvent(type, { bubbles: true }));
                }
              }
            }
            """
        );
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }
}
