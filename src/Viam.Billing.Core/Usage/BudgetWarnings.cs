using System.Globalization;

namespace Viam.Billing.Usage;

/// <summary>Creates the warning of an organization that has reached a threshold or exceeded its budget.</summary>
internal static class BudgetWarnings
{
    /// <summary>One warning, of the most serious state; null if no threshold is reached.</summary>
    public static string? Of(BudgetResult result)
    {
        var name = result.OrganizationName ?? result.OrganizationId;
        var expected = Expected(result);
        if (result.IsExceeded || result.ReachedThreshold is not null)
        {
            var actual = Text($"{name} has {Actual(result)}: {result.Actual:N2} of {result.Budget:N2} USD.");
            return expected is null ? actual : Text($"{actual} The forecast is {result.Forecast:N2} USD.");
        }
        return expected is null
            ? null
            : Text($"{name} is expected to {expected}: forecast {result.Forecast:N2} of {result.Budget:N2} USD.");
    }

    private static string Actual(BudgetResult result) =>
        result switch
        {
            { IsExceeded: true, Budget: > 0, ReachedThreshold: > 100 and var percent } =>
                $"exceeded its budget and reached {Percent(percent)} of it",
            { IsExceeded: true } => "exceeded its budget",
            _ => $"reached {Percent(result.ReachedThreshold)} of its budget",
        };

    private static string? Expected(BudgetResult result) =>
        result switch
        {
            { ReachedForecastThreshold: null } => null,
            { Budget: > 0, ReachedForecastThreshold: > 100 and var percent } =>
                $"exceed its budget and reach {Percent(percent)} of it",
            _ when result.Forecast > result.Budget => "exceed its budget",
            _ => $"reach {Percent(result.ReachedForecastThreshold)} of its budget",
        };

    private static string Percent(decimal? percent) => Text($"{percent:0.############}%");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
