using Viam.Billing.Contract;

namespace Viam.Billing.Sandbox.State;

/// <summary>The cost of one source in a complete month.</summary>
/// <param name="TierName">The tier of a fragment; null for the tier of the organization.</param>
/// <param name="DiscountPart">The discount as a fraction of the costs, from 0 to 1.</param>
/// <param name="MonthlyCosts">US dollars.</param>
internal sealed record UsageSource(
    SourceType Type,
    string? TierName,
    decimal DiscountPart,
    IReadOnlyList<(UsageCostType Type, decimal Cost)> MonthlyCosts
)
{
    /// <summary>The costs so far.</summary>
    /// <param name="elapsedPart">The elapsed part of the month, from 0 to 1.</param>
    internal ResourceUsageCostsBySource ToMessage(string organizationTier, decimal elapsedPart)
    {
        (UsageCostType Type, decimal Cost)[] costs =
        [
            .. MonthlyCosts.Select(cost => (cost.Type, decimal.Round(cost.Cost * elapsedPart, 2))),
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
