namespace Viam.Billing.Browser.Tests;

/// <summary>
/// Finds a Chromium that is installed. The tests download none. VIAM_BILLING_BROWSER names one, and then the tests
/// don't skip.
/// </summary>
internal static class BrowserExecutable
{
    public const string Variable = "VIAM_BILLING_BROWSER";

    private static readonly string[] s_names =
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "microsoft-edge",
        "chrome.exe",
        "msedge.exe",
    ];

    private static readonly string[] s_otherPlaces =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>Skips the test, with a note, if there is no browser on a developer's machine; else fails it.</summary>
    public static string Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (named is not null)
        {
            Assert.True(File.Exists(named), $"{Variable} is '{named}', and that file doesn't exist.");
            return named;
        }
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var found = folders
            .SelectMany(static folder => s_names.Select(name => Path.Combine(folder, name)))
            .Concat(s_otherPlaces)
            .FirstOrDefault(File.Exists);
        if (found is not null)
        {
            return found;
        }
        var message =
            "No Chromium, Chrome, or Edge was found, so the report isn't tested in a browser. "
            + $"Install one, or set {Variable} to its path.";
        Assert.False(
            string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.Ordinal),
            message
        );
        Assert.Skip(message);
        return "";
    }
}
