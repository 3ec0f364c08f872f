using Google.Protobuf.WellKnownTypes;
using Viam.Billing.Contract;
using Viam.Billing.Grpc.Mapping;

namespace Viam.Billing.Tests.Grpc.Mapping;

public sealed class UsageMapperTests
{
    private const string Organization = "00000000-0000-0000-0000-000000000001";
    private static readonly DateTime s_start = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime s_readAt = new(2026, 3, 14, 9, 26, 53, DateTimeKind.Utc);

    [Fact]
    public void CostsAreMappedToRowsAndTotalsAreSummed()
    {
        var usage = UsageMapper.Map(
            new GetCurrentMonthUsageResponse
            {
                StartDate = Timestamp.FromDateTime(s_start),
                EndDate = Timestamp.FromDateTime(s_start.AddMonths(1)),
                Subtotal = 99.5,
                ResourceUsageCostsBySource =
                {
                    Source(
                        SourceType.Org,
                        "standard",
                        1.5,
                        20,
                        21.5,
                        (UsageCostType.PerMachine, 20),
                        (UsageCostType.LogsUpload, 1.5)
                    ),
                    Source(SourceType.Fragment, "", 0.1, 0.2, 0.3, ((UsageCostType)99, 0.3)),
                    new ResourceUsageCostsBySource { SourceType = (SourceType)7, TierName = "no costs" },
                },
            },
            Organization,
            s_readAt
        );

        Assert.Equal(Organization, usage.Total.OrganizationId);
        Assert.Equal(s_start, usage.Total.StartDate);
        Assert.Equal(s_start.AddMonths(1), usage.Total.EndDate);
        Assert.Equal(99.5m, usage.Total.Subtotal);
        Assert.Equal(1.6m, usage.Total.Discount);
        Assert.Equal(20.2m, usage.Total.TotalWithDiscount);
        Assert.Equal(21.8m, usage.Total.TotalWithoutDiscount);
        Assert.Equal(
            [
                ("Org", "standard", "PerMachine", 20m),
                ("Org", "standard", "LogsUpload", 1.5m),
                ("Fragment", null, "Unknown(99)", 0.3m),
                (null, null, "Other", 79.3m),
            ],
            usage.Costs.Select(row => (row.SourceType, row.TierName, row.ResourceType, row.Cost))
        );
        Assert.All(
            usage.Costs,
            row => Assert.Equal((Organization, s_readAt, s_start), (row.OrganizationId, row.ReadAt, row.StartDate))
        );
        Assert.Equal([1.5m, 0.1m, 0m], usage.Total.Sources.Select(static source => source.Discount));
        Assert.Equal((s_readAt, 79.3m), (usage.Total.ReadAt, usage.Total.OtherCharges));
    }

    [Fact]
    public void DeprecatedFieldsAreMappedToRowsWithoutSource()
    {
#pragma warning disable CS0612 // Fields that an older server sends.
        var message = new GetCurrentMonthUsageResponse
        {
            CloudStorageUsageCost = 1,
            DataUploadUsageCost = 2,
            DataEgresUsageCost = 3,
            RemoteControlUsageCost = 4,
            StandardComputeUsageCost = 5,
            PerMachineUsageCost = 6,
            BinaryDataCloudStorageUsageCost = 7,
            OtherCloudStorageUsageCost = 8,
            DiscountAmount = 9,
            TotalUsageWithDiscount = 27,
            TotalUsageWithoutDiscount = 36,
        };
#pragma warning restore CS0612

        var usage = UsageMapper.Map(message, Organization, s_readAt);

        Assert.Equal(
            [
                ("CloudStorage", 1m),
                ("DataUpload", 2m),
                ("DataEgress", 3m),
                ("RemoteControl", 4m),
                ("StandardCompute", 5m),
                ("PerMachine", 6m),
                ("BinaryDataCloudStorage", 7m),
                ("OtherCloudStorage", 8m),
            ],
            usage.Costs.Select(row => (row.ResourceType, row.Cost))
        );
        Assert.All(usage.Costs, row => Assert.Null(row.SourceType));
        Assert.Equal(
            (27m, 9m, 27m, 36m),
            (
                usage.Total.Subtotal,
                usage.Total.Discount,
                usage.Total.TotalWithDiscount,
                usage.Total.TotalWithoutDiscount
            )
        );
    }

    [Fact]
    public void CloudStorageEqualToSumOfPartsIsNotCountedTwice()
    {
#pragma warning disable CS0612
        var message = new GetCurrentMonthUsageResponse
        {
            CloudStorageUsageCost = 15.3,
            BinaryDataCloudStorageUsageCost = 7.1,
            OtherCloudStorageUsageCost = 8.2,
            TotalUsageWithDiscount = 15.3,
        };
#pragma warning restore CS0612

        Assert.Equal(
            ["BinaryDataCloudStorage", "OtherCloudStorage"],
            UsageMapper.Map(message, Organization, s_readAt).Costs.Select(row => row.ResourceType)
        );
    }

    [Fact]
    public void UsageWithoutCostsHasNoRows()
    {
        var usage = UsageMapper.Map(new GetCurrentMonthUsageResponse(), Organization, s_readAt);

        Assert.Empty(usage.Costs);
        Assert.Equal(0m, usage.Total.Subtotal);
        Assert.Null(usage.Total.StartDate);
    }

    [Fact]
    public void TotalWithInvalidAmountIsNull()
    {
        var usage = UsageMapper.Map(
            new GetCurrentMonthUsageResponse
            {
                ResourceUsageCostsBySource =
                {
                    Source(SourceType.Org, "a", double.NaN, 1, 2, (UsageCostType.PerMachine, double.PositiveInfinity)),
                    Source(SourceType.Org, "b", 1, 1, 2, (UsageCostType.PerMachine, 2)),
                },
            },
            Organization,
            s_readAt
        );

        Assert.Null(usage.Total.Discount);
        Assert.Equal(2m, usage.Total.TotalWithDiscount);
        Assert.Null(usage.Total.OtherCharges - usage.Total.Discount);
        Assert.Equal([null, 2m, null], usage.Costs.Select(row => row.Cost));
        Assert.Equal([null, 1m, null], usage.Costs.Select(row => row.NetCost));
    }

    private static ResourceUsageCostsBySource Source(
        SourceType type,
        string tier,
        double discount,
        double with,
        double without,
        params (UsageCostType Type, double Cost)[] costs
    ) =>
        new()
        {
            SourceType = type,
            TierName = tier,
            ResourceUsageCosts = new ResourceUsageCosts
            {
                Discount = discount,
                TotalWithDiscount = with,
                TotalWithoutDiscount = without,
                UsageCosts = { costs.Select(cost => new UsageCost { ResourceType = cost.Type, Cost = cost.Cost }) },
            },
        };
}
