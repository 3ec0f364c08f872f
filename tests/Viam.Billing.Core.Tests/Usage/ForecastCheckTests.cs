using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Forecasts with known results.</summary>
public sealed class ForecastCheckTests
{
    [Fact]
    public void HalfOfMonthWithoutHistoryIsForecastByRunRate()
    {
        var line = Forecast(One("2026-11-16T00:00:00Z", 300.00m), []);

        AssertLine(line, 600.00m, 540.00m, 660.00m, ForecastMethod.RunRate, ForecastConfidence.Low);
        Assert.Equal(300.00m, line.Current);
    }

    [Fact]
    public void FeeOnFirstDayIsForecastOnce()
    {
        var daily = Daily("2026-11-01", [206m, .. Enumerable.Repeat(7m, 9)]).ToArray();

        var line = Forecast(daily[^1], daily);

        Assert.Equal(269.00m, line.Current);
        AssertLine(line, 409.00m, 409.00m, 409.00m, ForecastMethod.Recent, ForecastConfidence.Medium);
    }

    [Fact]
    public void GrowingCostWithTwoPastMonthsIsForecastByProfile()
    {
        UsageSnapshot[] history =
        [
            .. Daily("2026-09-01", Enumerable.Range(1, 30).Select(static day => (decimal)day)),
            .. Daily("2026-10-01", Enumerable.Range(1, 31).Select(static day => (decimal)day)),
            .. Daily("2026-11-01", Enumerable.Range(1, 10).Select(static day => (decimal)day)),
        ];

        var line = Forecast(history[^1], history);

        Assert.Equal(55.00m, line.Current);
        AssertLine(line, 465.00m, 412.89m, 517.11m, ForecastMethod.Profile, ForecastConfidence.High);
        Assert.Equal((14, 2), (line.SettledDays, line.PastMonths));
    }

    [Fact]
    public void AlternatingDaysWithoutPastMonthHaveIntervalOfIndependentDays()
    {
        var daily = Daily("2026-11-01", Enumerable.Range(0, 20).Select(static day => day % 2 == 0 ? 8m : 12m))
            .ToArray();

        var line = Forecast(daily[^1], daily);

        Assert.Equal(200.00m, line.Current);
        AssertLine(line, 300.00m, 288.99m, 311.01m, ForecastMethod.Recent, ForecastConfidence.Medium);
    }

    [Fact]
    public void ReadAtStartHasNoForecast()
    {
        var line = Forecast(One("2026-11-01T00:00:00Z", 0.00m), []);

        Assert.Equal(
            (0.00m, ForecastMethod.None, ForecastConfidence.None),
            (line.Current, line.Method, line.Confidence)
        );
        Assert.Equal((null, null, null), (line.Forecast, line.Low, line.High));
    }

    private static ForecastLine Forecast(UsageSnapshot current, IEnumerable<UsageSnapshot> history) =>
        UsageForecaster.Forecast(current, UsageHistory.From(history), ForecastOptions.Default).Total;

    private static void AssertLine(
        ForecastLine line,
        decimal forecast,
        decimal low,
        decimal high,
        ForecastMethod method,
        ForecastConfidence confidence
    ) =>
        Assert.Equal(
            (forecast, low, high, method, confidence),
            (line.Forecast, line.Low, line.High, line.Method, line.Confidence)
        );
}
