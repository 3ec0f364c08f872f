using System.Globalization;

namespace Viam.Billing.Tests.Shared;

/// <summary>Settings for long-running tests. Continuous integration uses higher values.</summary>
internal static class TestSettings
{
    /// <summary>
    /// The number of random cases to test. VIAM_BILLING_RANDOM sets the percentage. By default, it is a fifth.
    /// </summary>
    public static int RandomCases(int count) => Math.Max(count * Read("VIAM_BILLING_RANDOM", 20) / 100, 1);

    public static int Read(string variable, int defaultValue) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : defaultValue;
}
