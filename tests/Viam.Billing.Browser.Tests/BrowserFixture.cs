using Microsoft.Playwright;
using Viam.Billing.Browser.Tests;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace Viam.Billing.Browser.Tests;

/// <summary>A headless browser that all tests share, because starting one takes seconds.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Started by the first test, so that each test reports a browser that is missing.</summary>
    public async Task<IBrowser> GetAsync()
    {
        var executable = BrowserExecutable.Find();
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions
                {
                    ExecutablePath = executable,
                    // The sandbox of Chromium doesn't work for root, as in containers.
                    ChromiumSandbox = false,
                }
            );
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
        _playwright?.Dispose();
        _starting.Dispose();
    }
}
