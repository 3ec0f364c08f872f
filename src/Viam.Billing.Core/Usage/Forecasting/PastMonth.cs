namespace Viam.Billing.Usage.Forecasting;

/// <summary>A complete past month of a row, as of the same part of the period as the current one.</summary>
/// <param name="Days">The length of the month.</param>
/// <param name="DaysLeft">The number of remaining days at that time.</param>
/// <param name="Cumulative">The amount at that time.</param>
/// <param name="Final">The amount at the end, which isn't 0.</param>
/// <param name="Recent">The latest settled days at that time, at most as many as the method uses.</param>
internal sealed record PastMonth(
    double Days,
    double DaysLeft,
    double Cumulative,
    double Final,
    IReadOnlyList<double> Recent
)
{
    public double Share => Cumulative / Final;

    public double Remaining => Final - Cumulative;
}
