namespace Viam.Billing.Usage;

/// <summary>Compares the actual and the expected cost of an organization with its budget.</summary>
internal static class BudgetEvaluator
{
    /// <param name="actual">The amount so far in US dollars.</param>
    /// <param name="forecast">The amount at the end of the period; null if there is no forecast.</param>
    public static BudgetEvaluation Evaluate(
        decimal actual,
        decimal? forecast,
        ForecastConfidence confidence,
        BudgetRules rules
    )
    {
        var isTrusted =
            confidence > ForecastConfidence.Low || (confidence == ForecastConfidence.Low && rules.TrustsLowConfidence);
        var reached = HighestReached(actual, rules.Budget, rules.Thresholds);
        var reachedByForecast =
            isTrusted && forecast is { } amount ? HighestReached(amount, rules.Budget, rules.ForecastThresholds) : null;
        var isExceeded = actual > rules.Budget;
        return new BudgetEvaluation(
            Percent(actual, rules.Budget),
            forecast is { } expected ? Percent(expected, rules.Budget) : null,
            reached,
            reachedByForecast,
            isExceeded,
            isExceeded ? BudgetExitCode.Exceeded
                : reached is null && reachedByForecast is null ? BudgetExitCode.Within
                : BudgetExitCode.ThresholdReached
        );
    }

    /// <summary>With a budget of 0, thresholds are reached only if there is a cost.</summary>
    private static decimal? HighestReached(decimal amount, decimal budget, IReadOnlyList<decimal> thresholds)
    {
        decimal? highest = null;
        foreach (var threshold in thresholds)
        {
            if (amount >= budget * threshold / 100 && (budget > 0 || amount > 0) && !(threshold <= highest))
            {
                highest = threshold;
            }
        }
        return highest;
    }

    private static decimal? Percent(decimal amount, decimal budget) =>
        budget == 0
            ? null
            : Math.Round(
                Math.Clamp(amount / budget, -UsageAmount.Limit, UsageAmount.Limit) * 100,
                1,
                MidpointRounding.ToEven
            );
}
