using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Focus;
using Viam.Billing.Usage;

namespace Viam.Billing.Core.Tests.Focus;

public sealed class FocusRowTests
{
    private static readonly FocusAccount s_account = new("0f3c6a52-0000-4000-8000-000000000001", "Acme");

    [Fact]
    public void DiscountIsDividedAndTheRemainderIsAnAdjustment()
    {
        var rows = Rows(Checked(703.86m)).Rows;

        Assert.Equal([432.00m, 55.30m, 191.56m, 25.00m], rows.Select(static row => row.BilledCost));
        Assert.Equal([480.00m, 61.44m, 212.85m, 25.00m], rows.Select(static row => row.ListCost));
        Assert.Equal(["Usage", "Usage", "Usage", "Adjustment"], rows.Select(static row => row.ChargeCategory));
        Assert.Equal(678.86m, rows.Take(3).Sum(static row => row.BilledCost));
    }

    [Fact]
    public void NoAdjustmentIsMadeIfTheRowsAreTheSubtotal() =>
        Assert.Equal([432.00m, 55.30m, 191.56m], Rows(Checked(678.86m)).Rows.Select(static row => row.BilledCost));

    [Fact]
    public void AdjustmentHasNeitherPriceNorQuantityNorSku()
    {
        var row = Rows(Checked(703.86m)).Rows[^1];

        Assert.Equal("Viam Other", row.ServiceName);
        Assert.Equal(("Recurring", "Other"), (row.ChargeFrequency, row.x_ViamResourceType));
        Assert.All(
            new object?[]
            {
                row.ListUnitPrice,
                row.PricingQuantity,
                row.PricingUnit,
                row.SkuId,
                row.SkuMeter,
                row.SkuPriceId,
            },
            Assert.Null
        );
    }

    [Fact]
    public void UnknownCostIsPartOfTheAdjustmentAndCounted()
    {
        var month = Rows(Month(100m, Snapshots.Org(0, 60m, null)));

        Assert.Equal(1, month.UnknownCosts);
        Assert.Equal([60m, 40m], month.Rows.Select(static row => row.BilledCost));
    }

    [Fact]
    public void UnknownSubtotalMakesNoRows()
    {
        var month = Rows(Month(null, Snapshots.Org(0, 60m)));

        Assert.True(month.IsSubtotalUnknown);
        Assert.Empty(month.Rows);
    }

    [Fact]
    public void NegativeCostHasANegativeQuantityAndAPositivePrice()
    {
        var row = Assert.Single(Rows(Month(-5m, Snapshots.Org(0, -5m))).Rows);

        Assert.Equal((-5m, 5m, -1m), (row.ListCost, row.ListUnitPrice, row.PricingQuantity));
    }

    [Fact]
    public void DiscountAboveTheCostIsPartOfTheAdjustment()
    {
        var rows = Rows(Month(-20m, Snapshots.Org(30, 10m))).Rows;

        Assert.Equal([0m, -20m], rows.Select(static row => row.BilledCost));
    }

    [Fact]
    public void CostBelowACentIsKept() =>
        Assert.Equal(0.000123m, Rows(Month(0.000123m, Snapshots.Org(0, 0.000123m))).Rows[0].BilledCost);

    [Theory]
    [InlineData("2026-11-30T22:59:59Z", false)]
    [InlineData("2026-11-30T23:00:00Z", true)]
    [InlineData("2026-12-01T00:00:10Z", true)]
    public void MonthIsFinalIfItWasReadAtItsEnd(string readAt, bool isFinal)
    {
        var start = Snapshots.Utc("2026-11-01");
        var month = new UsageMonth([Snapshots.Of(Snapshots.Utc(readAt), start, 10m, Snapshots.Org(0, 10m))]);

        Assert.Equal(isFinal, Rows(month).Rows[0].x_ViamIsFinal);
        Assert.Equal(isFinal, FocusRows.IsFinal(month));
    }

    [Theory]
    [InlineData("PerMachine", "PER_MACHINE", "Viam Fleet Management")]
    [InlineData("RemoteControl", "REMOTE_CONTROL", "Viam Fleet Management")]
    [InlineData("PremiumModule", "PREMIUM_MODULE", "Viam Registry Modules")]
    [InlineData("StandardCompute", "STANDARD_COMPUTE", "Viam Compute")]
    [InlineData("BinaryDataCloudStorage", "BINARY_DATA_CLOUD_STORAGE", "Viam Cloud Storage")]
    [InlineData("PipelineSinkCloudStorage", "PIPELINE_SINK_CLOUD_STORAGE", "Viam Cloud Storage")]
    [InlineData("TabularDataDatabaseCloudStorage", "TABULAR_DATA_DATABASE_CLOUD_STORAGE", "Viam Tabular Database")]
    [InlineData("TabularDataDatabaseCompute", "TABULAR_DATA_DATABASE_COMPUTE", "Viam Tabular Database")]
    [InlineData("BinaryDataCrossRegionEgress", "BINARY_DATA_CROSS_REGION_EGRESS", "Viam Data Transfer")]
    [InlineData("DataUpload", "DATA_UPLOAD", "Viam Data Transfer")]
    [InlineData("PipelineSinkCompute", "PIPELINE_SINK_COMPUTE", "Viam Data Pipelines")]
    [InlineData("TriggerNotification", "TRIGGER_NOTIFICATION", "Viam Triggers")]
    [InlineData("Unspecified", "UNSPECIFIED", "Viam Other")]
    [InlineData("Unknown(99)", "UNKNOWN_99", "Viam Other")]
    public void ResourceTypeHasASkuAndAService(string resourceType, string sku, string service)
    {
        Assert.Equal(sku, FocusService.SkuOf(resourceType));
        Assert.Equal(service, FocusService.Of(resourceType).Name);
    }

    [Fact]
    public void DaysAreTheDifferencesOfSnapshots()
    {
        var start = Snapshots.Utc("2026-11-01");
        var month = new UsageMonth([
            Snapshots.Of(start.AddDays(1), start, 10m, Snapshots.Org(0, 10m)),
            Snapshots.Of(start.AddDays(2), start, 30m, Snapshots.Org(0, 24m)),
        ]);

        var rows = FocusRows.From(month, s_account, new FocusOptions { IsDaily = true }).Rows;

        Assert.Equal(
            [(1, "Usage", 10m), (2, "Usage", 14m), (2, "Adjustment", 6m)],
            rows.Select(static row => (row.ChargePeriodStart.Day, row.ChargeCategory, row.BilledCost))
        );
        Assert.All(rows, static row => Assert.Equal(TimeSpan.FromDays(1), row.ChargePeriodEnd - row.ChargePeriodStart));
    }

    [Fact]
    public void BilledCostIsTheSubtotalPerAccountAndPeriod() =>
        Gen.Select(Generators.Month, Gen.Bool)
            .Sample(
                static (month, isDaily) =>
                {
                    var rows = FocusRows.From(month, s_account, new FocusOptions { IsDaily = isDaily }).Rows;
                    var subtotal = month.Snapshots.Last(static snapshot => snapshot.Subtotal is not null).Subtotal;
                    return rows.Sum(static row => row.BilledCost) == subtotal
                        && rows.All(row =>
                            row.ChargePeriodStart >= month.Period.Start
                            && row.ChargePeriodStart < row.ChargePeriodEnd
                            && row.ChargePeriodEnd <= month.Period.End
                        );
                }
            );

    private static FocusMonth Rows(UsageMonth month) => FocusRows.From(month, s_account, new FocusOptions());

    private static UsageMonth Checked(decimal subtotal) =>
        Month(subtotal, Snapshots.Org(75.43m, 480.00m, 61.44m, 212.85m));

    private static UsageMonth Month(decimal? subtotal, params SourceUsage[] sources) =>
        new([Snapshots.Of(Snapshots.Utc("2026-11-25T03:15:02Z"), Snapshots.Utc("2026-11-01"), subtotal, sources)]);
}
