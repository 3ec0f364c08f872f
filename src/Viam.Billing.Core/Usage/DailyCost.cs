namespace Viam.Billing.Usage;

/// <summary>What one UTC day of a billing period cost.</summary>
/// <param name="IsEstimated">An interval of more than 36 hours between two snapshots touches the day.</param>
internal readonly record struct DailyCost(DateOnly Date, decimal Cost, bool IsEstimated);
