using System.Globalization;

namespace Viam.Billing.Usage;

/// <summary>One sentence per threshold that an organization has reached, or is expected to reach.</summary>
internal static class BudgetWarnings
{
    public static IEnumerable<string> Of(
        UsageForecast forecast,
        decimal actual,
        BudgetEvaluation evaluation,
        BudgetRules rules
    )
    {
        var name = forecast.OrganizationName ?? forecast.OrganizationId;
        var budget = rules.Budget;
        foreach (var threshold in UpTo(evaluation.ReachedThreshold, rules.Thresholds))
        {
            yield return Text(
                $"{name} has reached {threshold:0.############} % of its budget: {actual:0.00} of {budget:0.00} USD."
            );
        }
        if (evaluation is { IsExceeded: true, ReachedThreshold: null })
        {
            yield return Text($"{name} has exceeded its budget: {actual:0.00} of {budget:0.00} USD.");
        }
        foreach (var threshold in UpTo(evaluation.ReachedForecastThreshold, rules.ForecastThresholds))
        {
            yield return Text(
                $"{name} is expected to reach {threshold:0.############} % of its budget: forecast {forecast.Forecast:0.00} of {budget:0.00} USD."
            );
        }
    }

    private static IEnumerable<decimal> UpTo(decimal? highest, IReadOnlyList<decimal> thresholds) =>
        highest is { } reached ? thresholds.Where(threshold => threshold <= reached).Order() : [];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
