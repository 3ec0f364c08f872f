using Viam.Billing.Contract;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Mapping;

internal static class UsageMapper
{
    public static MonthUsage Map(GetCurrentMonthUsageResponse message, string organizationId) =>
        message.ResourceUsageCostsBySource.Count > 0
            ? MapBySource(message, organizationId)
            : OlderUsageMapper.Map(message, organizationId);

    private static MonthUsage MapBySource(GetCurrentMonthUsageResponse message, string organizationId)
    {
        var start = ProtobufConvert.Time(message.StartDate);
        var end = ProtobufConvert.Time(message.EndDate);
        var rows = new List<ResourceUsageCost>();
        foreach (var source in message.ResourceUsageCostsBySource)
        {
            foreach (var cost in source.ResourceUsageCosts?.UsageCosts ?? [])
            {
                rows.Add(
                    new ResourceUsageCost
                    {
                        OrganizationId = organizationId,
                        StartDate = start,
                        EndDate = end,
                        SourceType = ProtobufConvert.Name(source.SourceType),
                        TierName = ProtobufConvert.NullIfEmpty(source.TierName),
                        ResourceType = ProtobufConvert.Name(cost.ResourceType),
                        Cost = ProtobufConvert.Money(cost.Cost),
                    }
                );
            }
        }
        var total = new CurrentMonthUsage
        {
            OrganizationId = organizationId,
            StartDate = start,
            EndDate = end,
            Subtotal = ProtobufConvert.Money(message.Subtotal),
            Discount = Sum(message, costs => costs.Discount),
            TotalWithDiscount = Sum(message, costs => costs.TotalWithDiscount),
            TotalWithoutDiscount = Sum(message, costs => costs.TotalWithoutDiscount),
        };
        return new MonthUsage(total, rows);
    }

    /// <summary>Null if one of the parts isn't a valid amount, because the sum would be wrong without it.</summary>
    private static decimal? Sum(GetCurrentMonthUsageResponse message, Func<ResourceUsageCosts, double> part)
    {
        decimal sum = 0;
        foreach (var source in message.ResourceUsageCostsBySource)
        {
            if (source.ResourceUsageCosts is not { } costs)
            {
                continue;
            }

            if (
                ProtobufConvert.Money(part(costs)) is not { } amount
                || Math.Abs(amount) > decimal.MaxValue / 1024
                || Math.Abs(sum) > decimal.MaxValue / 2
            )
            {
                return null;
            }

            sum += amount;
        }
        return sum;
    }
}
