using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Methods, discounts, the remainder, and what is unknown.</summary>
public sealed partial class ForecastTests
{
    private static readonly DateTime s_start = Utc("2026-11-01");

    [Theory]
    [InlineData(2, ForecastMethod.None, null)]
    [InlineData(3, ForecastMethod.RunRate, 3000.00)]
    [InlineData(7.4, ForecastMethod.RunRate, 1216.22)]
    public void RunRateNeedsTenthOfPeriod(double days, ForecastMethod method, double? forecast)
    {
        var line = Forecast(One(s_start.AddDays(days), 300m, s_start));

        Assert.Equal((method, (decimal?)forecast), (line.Method, line.Forecast));
    }

    [Theory]
    [InlineData(3, 0.5)]
    [InlineData(7.4, 0.5)]
    [InlineData(7.5, 0.3)]
    [InlineData(14.9, 0.3)]
    [InlineData(15, 0.2)]
    public void RunRateIntervalNarrowsDuringPeriod(double days, double part)
    {
        var line = Forecast(One(s_start.AddDays(days), 300m, s_start));

        Assert.Equal(
            Math.Round((line.Forecast!.Value - 300m) * (decimal)part, 1),
            Math.Round(line.High!.Value - line.Forecast.Value, 1)
        );
        Assert.Equal(
            Math.Round((line.Forecast!.Value - 300m) * (decimal)part, 1),
            Math.Round(line.Forecast.Value - line.Low!.Value, 1)
        );
    }

    [Fact]
    public void AllowEarlyUsesRunRateButNotAtStart()
    {
        var options = new ForecastOptions(AllowEarly: true);

        Assert.Equal(9000.00m, Forecast(One(s_start.AddDays(1), 300m, s_start), [], options).Forecast);
        Assert.Equal(ForecastMethod.None, Forecast(One(s_start, 300m, s_start), [], options).Method);
        Assert.Null(Forecast(One(s_start, 300m, s_start), [], options).Forecast);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void PeriodThatIsOverIsForecastAsItIs(int secondsAfterEnd)
    {
        var line = Forecast(One(Utc("2026-12-01").AddSeconds(secondsAfterEnd), 300.005m, s_start));

        Assert.Equal((300.005m, 300.00m, 300.00m, 300.00m), (line.Current, line.Forecast, line.Low, line.High));
        Assert.Equal((ForecastMethod.Actual, ForecastConfidence.High), (line.Method, line.Confidence));
    }

    [Fact]
    public void LevelWidensInterval()
    {
        var daily = Daily("2026-11-01", Enumerable.Range(0, 20).Select(static day => day % 2 == 0 ? 8m : 12m))
            .ToArray();

        var line = Forecast(daily[^1], daily, new ForecastOptions(95));

        Assert.Equal((283.16m, 316.84m), (line.Low, line.High));
    }

    [Fact]
    public void OrganizationWithoutCostIsForecastAtZero()
    {
        var line = Forecast(Of(Utc("2026-11-16"), s_start, 0m));

        Assert.Equal(
            (0m, ForecastMethod.RunRate, ForecastConfidence.Low),
            (line.Forecast, line.Method, line.Confidence)
        );
    }

    [Fact]
    public void UnknownSubtotalHasNoForecast()
    {
        var line = Forecast(Of(Utc("2026-11-16"), s_start, null, Org(0, 10m)));

        Assert.Equal((null, null, ForecastMethod.None), (line.Current, line.Forecast, line.Method));
    }

    [Fact]
    public void ForecastAsOfTimeUsesOnlyWhatWasKnown()
    {
        UsageSnapshot[] all =
        [
            .. Daily("2026-09-01", Enumerable.Range(1, 30).Select(static day => (decimal)day)),
            .. Daily("2026-10-01", Enumerable.Range(1, 31).Select(static day => (decimal)day)),
            .. Daily("2026-11-01", Enumerable.Range(1, 30).Select(static day => (decimal)(day * day))),
        ];
        var current = all.Single(static snapshot => snapshot.ReadAt == Utc("2026-11-11"));
        UsageSnapshot[] known = [.. all.Where(static snapshot => snapshot.ReadAt <= Utc("2026-11-11"))];

        var then = UsageForecaster.ForecastAsOf(
            UsageHistory.From(all),
            Utc("2026-11-11T12:00:00Z"),
            ForecastOptions.Default
        )!;

        Assert.Equal(
            UsageForecaster.Forecast(current, UsageHistory.From(known), ForecastOptions.Default).Total,
            then.Total
        );
        Assert.Equal(
            UsageForecaster.Forecast(current, UsageHistory.From(all), ForecastOptions.Default).Total,
            then.Total
        );
        Assert.Equal(Utc("2026-11-11"), then.Current.ReadAt);
    }

    [Theory]
    [InlineData("2026-10-01T12:00:00Z")]
    [InlineData("2026-12-01T00:00:01Z")]
    public void PeriodWithoutSnapshotThenHasNoForecast(string asOf) =>
        Assert.Null(
            UsageForecaster.ForecastAsOf(
                UsageHistory.From(Daily("2026-11-01", 1m, 2m)),
                Utc(asOf),
                ForecastOptions.Default
            )
        );

    [Fact]
    public void ModelCarriesPeriodAndFigures()
    {
        var daily = Daily("2026-11-01", [206m, .. Enumerable.Repeat(7m, 9)]).ToArray();

        var model = UsageForecaster
            .Forecast(daily[^1], UsageHistory.From(daily), ForecastOptions.Default)
            .ToTotal("id", "Acme");

        Assert.Equal(
            ("Acme", "id", null, null, null),
            (model.OrganizationName, model.OrganizationId, model.SourceType, model.TierName, model.ResourceType)
        );
        Assert.Equal((s_start, Utc("2026-12-01"), Utc("2026-11-11")), (model.StartDate, model.EndDate, model.ReadAt));
        Assert.Equal((0.3333m, 80m, 9, 0), (model.ElapsedPart, model.Level, model.SnapshotDays, model.PastMonths));
        Assert.Equal((269m, 409m, 409m, 409m), (model.Current, model.Forecast, model.Low, model.High));
        Assert.Equal("Acme 409.00 USD", model.ToString());
    }

    [Fact]
    public void NegativeRowMayFallFurther()
    {
        var line = Forecast(One(Utc("2026-11-16"), -100m));

        Assert.Equal((-200m, -220m, -180m), (line.Forecast, line.Low, line.High));
    }

    [Fact]
    public void ForecastLiesInIntervalAndRowsAddUp() =>
        Gen.Select(Generators.Month.List[1, 4], Gen.Bool)
            .Sample(
                static (months, allowEarly) =>
                {
                    var history = UsageHistory.From(months.SelectMany(static month => month.Snapshots));
                    var result = UsageForecaster.Forecast(
                        history.Months[^1].Latest,
                        history,
                        new ForecastOptions(AllowEarly: allowEarly)
                    );
                    foreach (var line in result.Rows.Select(static row => row.Value).Append(result.Total))
                    {
                        Assert.Equal(line.Method == ForecastMethod.None, line.Forecast is null);
                        Assert.Equal(line.Confidence == ForecastConfidence.None, line.Forecast is null);
                        Assert.True(line.Low <= line.Forecast == (line.Forecast is not null), $"{line}");
                        Assert.True(line.Forecast <= line.High == (line.Forecast is not null), $"{line}");
                    }
                    Assert.Equal(result.Current.Subtotal, result.Rows.Sum(static row => row.Value.Current));
                    if (result.Total.Forecast is { } total)
                    {
                        Assert.Equal(total, result.Rows.Sum(static row => row.Value.Forecast));
                    }
                }
            );

    private static ForecastLine Forecast(
        UsageSnapshot current,
        IEnumerable<UsageSnapshot>? history = null,
        ForecastOptions? options = null
    ) => UsageForecaster.Forecast(current, UsageHistory.From(history ?? []), options ?? ForecastOptions.Default).Total;
}
