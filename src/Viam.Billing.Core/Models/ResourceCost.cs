namespace Viam.Billing;

/// <summary>What one resource type of a source costs in a period so far.</summary>
/// <param name="ResourceType">Such as PerMachine.</param>
/// <param name="Cost">US dollars, before discounts; null if unknown.</param>
internal readonly record struct ResourceCost(string ResourceType, decimal? Cost);
