using System.Globalization;

namespace Viam.Billing.Usage;

/// <summary>Creates one sentence per threshold that an organization has reached or is expected to reach.</summary>
internal static class BudgetWarnings
{
    public static IEnumerable<string> Of(BudgetResult result, BudgetRules rules)
    {
        var name = result.OrganizationName ?? result.OrganizationId;
        var amounts = Text($"{result.Actual:0.00} of {result.Budget:0.00} USD");
        foreach (var threshold in UpTo(result.ReachedThreshold, rules.Thresholds))
        {
            yield return Text($"{name} has reached {threshold:0.############} % of its budget: {amounts}.");
        }
        if (result is { IsExceeded: true, ReachedThreshold: null })
        {
            yield return Text($"{name} has exceeded its budget: {amounts}.");
        }
        var expected = Text($"forecast {result.Forecast:0.00} of {result.Budget:0.00} USD");
        foreach (var threshold in UpTo(result.ReachedForecastThreshold, rules.ForecastThresholds))
        {
            yield return Text($"{name} is expected to reach {threshold:0.############} % of its budget: {expected}.");
        }
    }

    private static IEnumerable<decimal> UpTo(decimal? highest, IReadOnlyList<decimal> thresholds) =>
        highest is { } reached ? thresholds.Where(threshold => threshold <= reached).Order() : [];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
