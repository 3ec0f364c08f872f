using Google.Protobuf.WellKnownTypes;
using Viam.Billing.Contract;

namespace Viam.Billing.Benchmarks;

/// <summary>
/// The usage of an organization by day of month: 12 costs from two sources, one of them with a discount.
/// </summary>
internal static class FleetUsage
{
    private static readonly UsageCostType[] s_own =
    [
        UsageCostType.PerMachine,
        UsageCostType.StandardCompute,
        UsageCostType.BinaryDataCloudStorage,
        UsageCostType.TabularDataCloudStorage,
        UsageCostType.LogsCloudStorage,
        UsageCostType.BinaryDataUpload,
        UsageCostType.TabularDataUpload,
        UsageCostType.BinaryDataEgress,
    ];
    private static readonly UsageCostType[] s_fragment =
    [
        UsageCostType.PerMachine,
        UsageCostType.RemoteControl,
        UsageCostType.TriggerNotification,
        UsageCostType.PremiumModule,
    ];

    public static IReadOnlyList<SourceUsage> Sources(int day, int kind) =>
        [Source("Org", "standard", 0.1m, s_own, day, kind), Source("Fragment", "warehouse", 0, s_fragment, day, kind)];

    public static decimal Subtotal(int day, int kind) =>
        Sources(day, kind).Sum(static source => source.TotalWithDiscount!.Value) + 25;

    /// <summary>The response of the server.</summary>
    public static GetCurrentMonthUsageResponse Response(DateTime now)
    {
        var start = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        var response = new GetCurrentMonthUsageResponse
        {
            StartDate = start.ToTimestamp(),
            EndDate = start.AddMonths(1).ToTimestamp(),
            Subtotal = (double)Subtotal(now.Day, 0),
        };
        foreach (var source in Sources(now.Day, 0))
        {
            var costs = new ResourceUsageCosts
            {
                Discount = (double)source.Discount!,
                TotalWithDiscount = (double)source.TotalWithDiscount!,
                TotalWithoutDiscount = (double)source.TotalWithoutDiscount!,
            };
            var isOwn = source.Type == "Org";
            foreach (var (type, cost) in (isOwn ? s_own : s_fragment).Zip(source.Costs))
            {
                costs.UsageCosts.Add(new UsageCost { ResourceType = type, Cost = (double)cost.Cost! });
            }
            response.ResourceUsageCostsBySource.Add(
                new ResourceUsageCostsBySource
                {
                    SourceType = isOwn ? SourceType.Org : SourceType.Fragment,
                    TierName = source.Tier,
                    ResourceUsageCosts = costs,
                }
            );
        }
        return response;
    }

    private static SourceUsage Source(
        string type,
        string tier,
        decimal discountPart,
        UsageCostType[] costTypes,
        int day,
        int kind
    )
    {
        ResourceCost[] costs =
        [
            .. costTypes.Select(
                (costType, i) => new ResourceCost(costType.ToString(), (day * (7.31m + i)) + (kind * 11.07m))
            ),
        ];
        var gross = costs.Sum(static cost => cost.Cost!.Value);
        var discount = Math.Round(gross * discountPart, 2);
        return new SourceUsage
        {
            Type = type,
            Tier = tier,
            Discount = discount,
            TotalWithDiscount = gross - discount,
            TotalWithoutDiscount = gross,
            Costs = costs,
        };
    }
}
