namespace Viam.Billing.Usage;

/// <summary>The cost between two adjacent points of a <see cref="CostCurve"/>.</summary>
/// <param name="Start">The start. UTC.</param>
/// <param name="End">
/// The end, in UTC. The same as the start for costs that were recorded before or after the period.
/// </param>
internal readonly record struct CostInterval(DateTime Start, DateTime End, decimal Cost)
{
    /// <summary>
    /// The longest interval whose cost can be divided into days reliably. For longer ones, the division is an estimate.
    /// </summary>
    public static readonly TimeSpan LongestReliable = TimeSpan.FromHours(36);

    public bool IsEstimated => End - Start > LongestReliable;
}
