namespace Viam.Billing.Usage;

/// <param name="ActualPercent">
/// The actual amount in percent of the budget, to one decimal; null for a budget of 0.
/// </param>
/// <param name="ForecastPercent">
/// The forecast in percent of the budget, to one decimal; null for a budget of 0, or without a forecast.
/// </param>
/// <param name="ReachedThreshold">
/// The highest threshold, in percent, that the amount so far has reached; null if none.
/// </param>
/// <param name="ReachedForecastThreshold">
/// The highest threshold, in percent, that the forecast reaches; null if none.
/// </param>
internal sealed record BudgetEvaluation(
    decimal? ActualPercent,
    decimal? ForecastPercent,
    decimal? ReachedThreshold,
    decimal? ReachedForecastThreshold,
    bool IsExceeded,
    BudgetExitCode ExitCode
)
{
    public BudgetResult ToModel(UsageForecast forecast, decimal actual, decimal budget) =>
        new()
        {
            OrganizationName = forecast.OrganizationName,
            OrganizationId = forecast.OrganizationId,
            StartDate = forecast.StartDate,
            EndDate = forecast.EndDate,
            ReadAt = forecast.ReadAt,
            Budget = budget,
            Actual = actual,
            ActualPercent = ActualPercent,
            Forecast = forecast.Forecast,
            ForecastPercent = ForecastPercent,
            Confidence = forecast.Confidence,
            ReachedThreshold = ReachedThreshold,
            ReachedForecastThreshold = ReachedForecastThreshold,
            IsExceeded = IsExceeded,
            ExitCode = (int)ExitCode,
        };
}
