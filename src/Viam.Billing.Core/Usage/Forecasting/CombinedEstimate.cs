namespace Viam.Billing.Usage.Forecasting;

/// <summary>What the methods that use history forecast together.</summary>
/// <param name="RelativeError">The root mean square of its relative errors in the back-test.</param>
/// <param name="TestedMonths">How many months the back-test had.</param>
internal sealed record CombinedEstimate(double Forecast, ForecastMethod Method, double RelativeError, int TestedMonths);
