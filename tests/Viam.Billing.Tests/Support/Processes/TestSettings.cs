using System.Globalization;

namespace Viam.Billing.Tests.Support.Processes;

/// <summary>How long the long tests run. Continuous integration sets more than a developer waits for.</summary>
internal static class TestSettings
{
    public static int Read(string variable, int defaultValue) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : defaultValue;
}
