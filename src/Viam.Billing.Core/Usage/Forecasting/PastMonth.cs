namespace Viam.Billing.Usage.Forecasting;

/// <summary>A complete past month of a row, seen at the same part of the period as the current one.</summary>
/// <param name="Days">The length of the month.</param>
/// <param name="DaysLeft">From then to the end.</param>
/// <param name="Cumulative">The amount then.</param>
/// <param name="Final">The amount at the end; not 0.</param>
/// <param name="Recent">The latest settled days then, at most as many as the method takes.</param>
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
