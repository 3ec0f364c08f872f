namespace Viam.Billing.Usage.Forecasting;

/// <summary>The combined forecast of the methods that use history.</summary>
/// <param name="RelativeError">The root mean square of the relative errors in the back-test.</param>
/// <param name="TestedMonths">The number of months in the back-test.</param>
internal sealed record CombinedEstimate(double Forecast, ForecastMethod Method, double RelativeError, int TestedMonths);
