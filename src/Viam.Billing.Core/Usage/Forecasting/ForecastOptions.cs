namespace Viam.Billing.Usage.Forecasting;

/// <param name="Level">Of the interval, in percent.</param>
/// <param name="AllowEarly">Use the run-rate before a tenth of the period has elapsed, too.</param>
internal sealed record ForecastOptions(double Level = 80, bool AllowEarly = false)
{
    public static readonly ForecastOptions Default = new();

    /// <summary>The number of standard deviations that the interval is wide to each side.</summary>
    public double Z { get; } = InverseNormal.TwoSided(Level);
}
