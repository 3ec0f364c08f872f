namespace Viam.Billing;

/// <summary>The cost of one resource type of a source in a period so far.</summary>
/// <param name="ResourceType">The resource type, such as PerMachine.</param>
/// <param name="Cost">US dollars, before discounts; null if unknown.</param>
internal readonly record struct ResourceCost(string ResourceType, decimal? Cost);
