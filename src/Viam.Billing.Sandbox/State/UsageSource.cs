using Viam.Billing.Contract;

namespace Viam.Billing.Sandbox.State;

/// <summary>What one source costs in the whole current month.</summary>
/// <param name="TierName">The tier of a fragment's costs; null for the organization's own tier.</param>
/// <param name="DiscountPart">What part of the costs is taken off: 0 to 1.</param>
/// <param name="MonthlyCosts">US dollars.</param>
internal sealed record UsageSource(
    SourceType Type,
    string? TierName,
    decimal DiscountPart,
    IReadOnlyList<(UsageCostType Type, decimal Cost)> MonthlyCosts
)
{
    /// <summary>True if the number of machines doubles in the middle of the month.</summary>
    internal bool IsGrowingFleet { get; init; }

    /// <summary>The costs of a month so far.</summary>
    /// <param name="monthsAgo">How long before the current month it is.</param>
    internal ResourceUsageCostsBySource ToMessage(string organizationTier, DateTimeOffset now, int monthsAgo)
    {
        (UsageCostType Type, decimal Cost)[] costs =
        [
            .. MonthlyCosts
                .Select(cost => (cost.Type, Level: UsagePattern.LevelOf(cost.Type, monthsAgo), cost.Cost))
                .Where(static cost => cost.Level > 0)
                .Select(cost =>
                    (
                        cost.Type,
                        decimal.Round(cost.Cost * cost.Level * UsagePattern.PartAt(cost.Type, now, IsGrowingFleet), 2)
                    )
                ),
        ];
        var total = costs.Sum(static cost => cost.Cost);
        var discount = decimal.Round(total * DiscountPart, 2);
        return new ResourceUsageCostsBySource
        {
            SourceType = Type,
            TierName = TierName ?? organizationTier,
            ResourceUsageCosts = new ResourceUsageCosts
            {
                UsageCosts =
                {
                    costs.Select(static cost => new UsageCost { ResourceType = cost.Type, Cost = (double)cost.Cost }),
                },
                Discount = (double)discount,
                TotalWithDiscount = (double)(total - discount),
                TotalWithoutDiscount = (double)total,
            },
        };
    }
}
