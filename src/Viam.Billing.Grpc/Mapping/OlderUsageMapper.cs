using Viam.Billing.Contract;

namespace Viam.Billing.Grpc.Mapping;

/// <summary>
/// Maps usage from a server that sets only fields that are deprecated: one field per resource type, without sources.
/// </summary>
internal static class OlderUsageMapper
{
#pragma warning disable CS0612 // Reading the deprecated fields is what this is for.
    public static CurrentMonthUsage Map(
        GetCurrentMonthUsageResponse message,
        string organizationId,
        DateTime readAt,
        Func<string>? serviceStore
    )
    {
        var source = new SourceUsage
        {
            Discount = ProtobufConvert.Money(message.DiscountAmount),
            TotalWithDiscount = ProtobufConvert.Money(message.TotalUsageWithDiscount),
            TotalWithoutDiscount = ProtobufConvert.Money(message.TotalUsageWithoutDiscount),
            Costs =
            [
                .. Costs(message)
                    .Where(static cost => cost.Cost != 0)
                    .Select(static cost => new ResourceCost(
                        ProtobufConvert.Name(cost.Type),
                        ProtobufConvert.Money(cost.Cost)
                    )),
            ],
        };
        return new CurrentMonthUsage
        {
            OrganizationId = organizationId,
            ReadAt = readAt,
            StartDate = ProtobufConvert.Time(message.StartDate),
            EndDate = ProtobufConvert.Time(message.EndDate),
            // A server from before the subtotal leaves it at zero.
            Subtotal = ProtobufConvert.Money(message.Subtotal == 0 ? message.TotalUsageWithDiscount : message.Subtotal),
            Discount = source.Discount,
            TotalWithDiscount = source.TotalWithDiscount,
            TotalWithoutDiscount = source.TotalWithoutDiscount,
            Sources = [source],
            ServiceStore = serviceStore,
        };
    }

    private static IEnumerable<(UsageCostType Type, double Cost)> Costs(GetCurrentMonthUsageResponse message)
    {
        if (!IsSumOfItsParts(message))
        {
            yield return (UsageCostType.CloudStorage, message.CloudStorageUsageCost);
        }

        yield return (UsageCostType.DataUpload, message.DataUploadUsageCost);
        yield return (UsageCostType.DataEgress, message.DataEgresUsageCost);
        yield return (UsageCostType.RemoteControl, message.RemoteControlUsageCost);
        yield return (UsageCostType.StandardCompute, message.StandardComputeUsageCost);
        yield return (UsageCostType.PerMachine, message.PerMachineUsageCost);
        yield return (UsageCostType.BinaryDataCloudStorage, message.BinaryDataCloudStorageUsageCost);
        yield return (UsageCostType.OtherCloudStorage, message.OtherCloudStorageUsageCost);
    }

    /// <summary>
    /// Cloud storage was later divided into binary and other storage. If a server sets all three fields, the cost must
    /// not be counted twice.
    /// </summary>
    private static bool IsSumOfItsParts(GetCurrentMonthUsageResponse message)
    {
        var parts = message.BinaryDataCloudStorageUsageCost + message.OtherCloudStorageUsageCost;
        return parts != 0 && Math.Abs(message.CloudStorageUsageCost - parts) < 0.005;
    }
#pragma warning restore CS0612
}
