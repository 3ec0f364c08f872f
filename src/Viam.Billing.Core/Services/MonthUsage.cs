namespace Viam.Billing.Services;

/// <summary>The usage of the current month: the total, and one row per cost.</summary>
internal sealed record MonthUsage(CurrentMonthUsage Total, IReadOnlyList<ResourceUsageCost> Costs);
