namespace Viam.Billing.Usage.Forecasting;

/// <param name="Level">The probability of the interval, in percent.</param>
/// <param name="AllowEarly">Whether the run-rate may be used before a tenth of the period has elapsed.</param>
internal sealed record ForecastOptions(double Level = 80, bool AllowEarly = false)
{
    public static readonly ForecastOptions Default = new();

    /// <summary>The half-width of the interval in standard deviations.</summary>
    public double Z { get; } = InverseNormal.TwoSided(Level);
}
