namespace Viam.Billing.Usage;

/// <summary>The cost between two neighboring points of a <see cref="CostCurve"/>.</summary>
/// <param name="Start">UTC.</param>
/// <param name="End">UTC. The same as the start for what was booked before the period began or after it ended.</param>
internal readonly record struct CostInterval(DateTime Start, DateTime End, decimal Cost)
{
    /// <summary>How the cost of a longer interval divides into days is an estimate.</summary>
    public static readonly TimeSpan LongestReliable = TimeSpan.FromHours(36);

    public bool IsEstimated => End - Start > LongestReliable;
}
