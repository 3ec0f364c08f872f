using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Discounts, the remainder, and rows that are unknown.</summary>
public sealed partial class ForecastTests
{
    [Fact]
    public void DiscountAppliesToForecastAndRemainderStays()
    {
        var result = UsageForecaster.Forecast(
            Of(Utc("2026-11-16"), s_start, 205m, Org(20m, 150m, 50m)),
            UsageHistory.Empty,
            ForecastOptions.Default
        );

        // Twice 180, and 25, which isn't expected to increase.
        Assert.Equal(
            (205m, 385.00m, ForecastMethod.RunRate, ForecastConfidence.Low),
            (result.Total.Current, result.Total.Forecast, result.Total.Method, result.Total.Confidence)
        );
        Assert.Equal(
            [
                ("Other", 25m, 25m, ForecastMethod.Fixed),
                ("PerMachine", 135m, 270m, ForecastMethod.RunRate),
                ("StandardCompute", 45m, 90m, ForecastMethod.RunRate),
            ],
            result
                .ToRows("id", "Acme")
                .Select(static row => (row.ResourceType!, row.Current!.Value, row.Forecast!.Value, row.Method))
        );
        // Independent rows: the squares of the half widths add up.
        Assert.Equal(Math.Round((decimal)Math.Sqrt((27 * 27) + (9 * 9)), 2), result.Total.High - result.Total.Forecast);
    }

    [Fact]
    public void OnlyRemainderIsFixedOnceRunRateIsPossible()
    {
        Assert.Equal(ForecastMethod.None, Forecast(Of(s_start.AddDays(2), s_start, 25m)).Method);
        var line = Forecast(Of(s_start.AddDays(3), s_start, 25m));

        Assert.Equal(
            (25m, 25m, 25m, ForecastMethod.Fixed, ForecastConfidence.Low),
            (line.Forecast, line.Low, line.High, line.Method, line.Confidence)
        );
    }

    [Fact]
    public void RemainderWithHistoryIsForecastLikeRow()
    {
        // A platform fee of 25 that is booked on the 20th.
        UsageSnapshot[] history =
        [
            .. WithFee("2026-09-01", 30),
            .. WithFee("2026-10-01", 31),
            .. WithFee("2026-11-01", 10),
        ];

        var result = UsageForecaster.Forecast(history[^1], UsageHistory.From(history), ForecastOptions.Default);

        // What October's 31 days still cost is scaled to 30.
        Assert.Equal((10m, 54.60m), (result.Total.Current, result.Total.Forecast));
        Assert.Equal(24.60m, result.Rows.Single(static row => row.Key == UsageRowKey.Remainder).Value.Forecast);

        static IEnumerable<UsageSnapshot> WithFee(string start, int days) =>
            Enumerable
                .Range(1, days)
                .Select(day => Of(Utc(start).AddDays(day), Utc(start), day + (day >= 20 ? 25m : 0m), Org(0, day)));
    }

    [Fact]
    public void RowThatHasNotBegunThisMonthIsForecastFromPastMonths()
    {
        UsageSnapshot[] history = [.. Late("2026-09-01", 30), .. Late("2026-10-01", 31), .. Late("2026-11-01", 10)];

        var result = UsageForecaster.Forecast(history[^1], UsageHistory.From(history), ForecastOptions.Default);

        var row = result.Rows.Single(static row => row.Key.ResourceType == "StandardCompute").Value;
        Assert.Equal(0m, row.Current);
        // 5.00 a day from the 16th on, with 10 % discount like last month's.
        Assert.InRange(row.Forecast!.Value, 66m, 72m);
        Assert.Equal((18.00m, ForecastConfidence.High), (result.Total.Current, result.Total.Confidence));

        static IEnumerable<UsageSnapshot> Late(string start, int days) =>
            Enumerable
                .Range(1, days)
                .Select(day =>
                {
                    decimal?[] costs = day > 15 ? [2m * day, 5m * (day - 15)] : [2m * day];
                    var gross = costs.Sum()!.Value;
                    return Of(Utc(start).AddDays(day), Utc(start), gross * 0.9m, Org(gross * 0.1m, costs));
                });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UnknownCostOrDiscountMakesRowAndTotalUnknown(bool isCost)
    {
        var source = isCost ? Org(0m, 10m, null) : Org(null, 10m, 5m);
        var result = UsageForecaster.Forecast(
            Of(Utc("2026-11-16"), s_start, 15m, source),
            UsageHistory.Empty,
            ForecastOptions.Default
        );

        Assert.Equal(
            (15m, null, ForecastMethod.None, ForecastConfidence.None),
            (result.Total.Current, result.Total.Forecast, result.Total.Method, result.Total.Confidence)
        );
        Assert.Equal(
            isCost ? ["Other", "StandardCompute"] : ["Other", "PerMachine", "StandardCompute"],
            result.UnknownRows.Select(static row => row.ResourceType)
        );
        Assert.All(
            result.Rows.Where(row => result.UnknownRows.Contains(row.Key)),
            static row => Assert.Null(row.Value.Forecast)
        );
        Assert.Equal(
            isCost ? 20m : null,
            result.Rows.Single(static row => row.Key.ResourceType == "PerMachine").Value.Forecast
        );
    }
}
