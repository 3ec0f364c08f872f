namespace Viam.Billing.Usage.Forecasting;

/// <summary>The forecast of one row, before discounts.</summary>
/// <param name="Forecast">US dollars; null if there is none.</param>
/// <param name="HalfWidth">Half of the width of the interval.</param>
/// <param name="SettledDays">How many recent days it could use.</param>
/// <param name="PastMonths">How many complete past months it could use.</param>
internal sealed record RowForecast(
    double? Forecast,
    double HalfWidth,
    ForecastMethod Method,
    ForecastConfidence Confidence,
    int SettledDays,
    int PastMonths
);
