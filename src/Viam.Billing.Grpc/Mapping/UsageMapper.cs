using Viam.Billing.Contract;
using Viam.Billing.Services;
using Viam.Billing.Usage;

namespace Viam.Billing.Grpc.Mapping;

internal static class UsageMapper
{
    /// <param name="readAt">When the response arrived. UTC.</param>
    /// <param name="serviceStore">The folder of the service's own usage store; null if it has none.</param>
    public static MonthUsage Map(
        GetCurrentMonthUsageResponse message,
        string organizationId,
        DateTime readAt,
        Func<string>? serviceStore = null
    )
    {
        SourceUsage[] sources = [.. message.ResourceUsageCostsBySource.Select(Map)];
        var usage =
            sources.Length > 0
                ? new CurrentMonthUsage
                {
                    OrganizationId = organizationId,
                    ReadAt = readAt,
                    StartDate = ProtobufConvert.Time(message.StartDate),
                    EndDate = ProtobufConvert.Time(message.EndDate),
                    Subtotal = ProtobufConvert.Money(message.Subtotal),
                    Discount = Sum(sources, static source => source.Discount),
                    TotalWithDiscount = Sum(sources, static source => source.TotalWithDiscount),
                    TotalWithoutDiscount = Sum(sources, static source => source.TotalWithoutDiscount),
                    Sources = sources,
                    ServiceStore = serviceStore,
                }
                : OlderUsageMapper.Map(message, organizationId, readAt, serviceStore);
        return new MonthUsage(usage, ResourceUsageRows.From(usage));
    }

    private static SourceUsage Map(ResourceUsageCostsBySource message)
    {
        var costs = message.ResourceUsageCosts ?? new ResourceUsageCosts();
        return new SourceUsage
        {
            Type = ProtobufConvert.Name(message.SourceType),
            Tier = ProtobufConvert.NullIfEmpty(message.TierName),
            Discount = ProtobufConvert.Money(costs.Discount),
            TotalWithDiscount = ProtobufConvert.Money(costs.TotalWithDiscount),
            TotalWithoutDiscount = ProtobufConvert.Money(costs.TotalWithoutDiscount),
            Costs =
            [
                .. costs.UsageCosts.Select(static cost => new ResourceCost(
                    ProtobufConvert.Name(cost.ResourceType),
                    ProtobufConvert.Money(cost.Cost)
                )),
            ],
        };
    }

    /// <summary>Null as soon as one part is unknown, since a sum without it would be wrong.</summary>
    private static decimal? Sum(SourceUsage[] sources, Func<SourceUsage, decimal?> part) =>
        sources.Aggregate((decimal?)0m, (sum, source) => sum + part(source));
}
