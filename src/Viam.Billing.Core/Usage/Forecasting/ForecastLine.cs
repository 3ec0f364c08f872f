namespace Viam.Billing.Usage.Forecasting;

/// <summary>
/// The forecast of a row or of a whole organization, with discounts subtracted, rounded to cents. Amounts are US
/// dollars; null if unknown.
/// </summary>
/// <param name="SettledDays">The number of recent days that the forecast could use.</param>
/// <param name="PastMonths">The number of complete past months that the forecast could use.</param>
internal sealed record ForecastLine(
    decimal? Current,
    decimal? Forecast,
    decimal? Low,
    decimal? High,
    ForecastMethod Method,
    ForecastConfidence Confidence,
    int SettledDays,
    int PastMonths
)
{
    /// <summary>
    /// Rounds and limits an interval: its lower end isn't below the current amount, unless that is negative or above
    /// the forecast.
    /// </summary>
    public static ForecastLine Create(decimal current, double forecast, double halfWidth, RowForecast from)
    {
        var rounded = UsageAmount.Round(forecast);
        var low = UsageAmount.Round(forecast - halfWidth);
        return new ForecastLine(
            current,
            rounded,
            current >= 0 ? Math.Min(rounded, Math.Max(low, UsageAmount.Round(current))) : low,
            UsageAmount.Round(forecast + halfWidth),
            from.Method,
            from.Confidence,
            from.SettledDays,
            from.PastMonths
        );
    }

    /// <summary>Moves the forecast and its interval, so that the rounded rows of an organization add up.</summary>
    public ForecastLine WithForecast(decimal forecast)
    {
        var shift = forecast - Forecast;
        return shift == 0
            ? this
            : this with
            {
                Forecast = forecast,
                Low =
                    Current >= 0
                        ? Math.Min(forecast, Math.Max(Low!.Value + shift!.Value, UsageAmount.Round(Current.Value)))
                        : Low + shift,
                High = High + shift,
            };
    }

    public static ForecastLine None(decimal? current, int settledDays = 0, int pastMonths = 0) =>
        new(current, null, null, null, ForecastMethod.None, ForecastConfidence.None, settledDays, pastMonths);
}
