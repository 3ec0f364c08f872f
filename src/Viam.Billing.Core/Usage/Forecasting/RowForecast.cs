namespace Viam.Billing.Usage.Forecasting;

/// <summary>The forecast of one row, before discounts.</summary>
/// <param name="Forecast">US dollars; null if there is none.</param>
/// <param name="HalfWidth">Half of the width of the interval.</param>
/// <param name="SettledDays">The number of recent days that the forecast could use.</param>
/// <param name="PastMonths">The number of complete past months that the forecast could use.</param>
internal sealed record RowForecast(
    double? Forecast,
    double HalfWidth,
    ForecastMethod Method,
    ForecastConfidence Confidence,
    int SettledDays,
    int PastMonths
);
