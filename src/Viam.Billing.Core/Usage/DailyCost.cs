namespace Viam.Billing.Usage;

/// <summary>The cost of one UTC day of a billing period.</summary>
/// <param name="IsEstimated">
/// True if the day is part of an interval of more than 36 hours between two snapshots.
/// </param>
internal sealed record DailyCost(DateOnly Date, decimal Cost, bool IsEstimated);
