using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>The cost between snapshots, by UTC days.</summary>
public sealed class DailyCostTests
{
    [Fact]
    public void DifferencesAreDividedByTimeAndRoundedByLargestRemainder()
    {
        var month = new UsageMonth([
            One("2026-11-10T03:15:00Z", 100.00m),
            One("2026-11-11T03:15:00Z", 110.00m),
            One("2026-11-13T03:15:00Z", 140.00m),
        ]);
        var before = DailyCosts
            .From(new UsageMonth([month.Snapshots[0]]).Total)
            .ToDictionary(static day => day.Date, static day => day.Cost);

        var days = DailyCosts.From(month.Total);

        var parts = days.Select(day => day.Cost - before.GetValueOrDefault(day.Date))
            .Where(static cost => cost != 0)
            .ToArray();
        Assert.Equal([8.65m, 14.32m, 15.00m, 2.03m], parts);
        Assert.Equal(40.00m, parts.Sum());
        Assert.Equal(140.00m, days.Sum(static day => day.Cost));
        // The interval from the start to 11-10 and that from 11-11 to 11-13 are longer than 36 hours.
        Assert.All(days, static day => Assert.True(day.IsEstimated));
    }

    [Fact]
    public void DaysOfShortIntervalsAreNotEstimated()
    {
        var days = DailyCosts.From(new UsageMonth(Daily("2026-11-01", 1.00m, 2.00m, 3.00m)).Total);

        Assert.Equal([1.00m, 2.00m, 3.00m], days.Select(static day => day.Cost));
        Assert.All(days, static day => Assert.False(day.IsEstimated));
    }

    [Theory]
    [InlineData(36 * 60, false)]
    [InlineData((36 * 60) + 1, true)]
    public void IntervalOverThirtySixHoursIsEstimated(int minutes, bool expected)
    {
        var days = DailyCosts.From(new UsageMonth([One(Utc("2026-11-01").AddMinutes(minutes), 10m)]).Total);

        Assert.Equal([expected, expected], days.Select(static day => day.IsEstimated));
    }

    [Fact]
    public void CorrectionIsNegativeDay()
    {
        var days = DailyCosts.From(new UsageMonth(Daily("2026-11-01", 5.00m, -2.01m)).Total);

        Assert.Equal([5.00m, -2.01m], days.Select(static day => day.Cost));
    }

    [Fact]
    public void AmountReadAtStartBelongsToFirstDay()
    {
        var days = DailyCosts.From(
            new UsageMonth([One("2026-11-01T00:00:00Z", 199.00m), One("2026-11-02T00:00:00Z", 206.00m)]).Total
        );

        Assert.Equal([new DailyCost(new DateOnly(2026, 11, 1), 206.00m, IsEstimated: false)], days);
    }

    [Fact]
    public void CorrectionAfterEndBelongsToLastDay()
    {
        var start = Utc("2026-11-01");
        var month = new UsageMonth(
            Daily("2026-11-01", Enumerable.Repeat(1.00m, 30)).Append(One(Utc("2026-12-02T05:00:00Z"), 27.50m, start))
        );

        var days = DailyCosts.From(month.Total);

        Assert.Equal(30, days.Count);
        Assert.Equal(-1.50m, days[^1].Cost);
        Assert.Equal(27.50m, days.Sum(static day => day.Cost));
    }

    [Fact]
    public void PeriodThatStartsAtFiveOClockHasPartOfFirstDay()
    {
        var start = Utc("2026-11-01T05:00:00Z");
        var days = DailyCosts.From(
            new UsageMonth([One(start.AddHours(19), 19.00m, start), One(start.AddHours(43), 43.00m, start)]).Total
        );

        Assert.Equal([(1, 19.00m), (2, 24.00m)], days.Select(static day => (day.Date.Day, day.Cost)));
    }

    [Fact]
    public void UnknownAmountIsSkipped()
    {
        var days = DailyCosts.From(
            new UsageMonth([
                One("2026-11-02T00:00:00Z", 1m),
                One("2026-11-02T12:00:00Z", null),
                One("2026-11-03T00:00:00Z", 3m),
            ]).Total
        );

        Assert.Equal([1m, 2m], days.Select(static day => day.Cost));
    }

    [Fact]
    public void DaysAddUpToDifference() =>
        Generators.Month.Sample(static month =>
        {
            var days = DailyCosts.From(month.Total);
            Assert.Equal(month.Total.Last, days.Sum(static day => day.Cost));
            Assert.Equal(days.Select(static day => day.Date).Distinct().Order(), days.Select(static day => day.Date));
            Assert.All(
                days,
                day => Assert.InRange(day.Date.ToDateTime(TimeOnly.MinValue), month.Period.Start.Date, month.Period.End)
            );
        });
}
