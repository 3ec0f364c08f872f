using System.Globalization;

namespace Viam.Billing.Tests.Shared;

/// <summary>Settings for long-running tests. Continuous integration uses higher values.</summary>
internal static class TestSettings
{
    public static int Read(string variable, int defaultValue) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : defaultValue;
}
