using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Periods, and what their snapshots cover.</summary>
public sealed class UsageMonthTests
{
    private static readonly DateTime s_start = Utc("2026-11-01");
    private static readonly DateTime s_end = Utc("2026-12-01");

    [Theory]
    [InlineData("2026-11-01T00:00:00Z", null, "2026-12-01T00:00:00Z")]
    [InlineData("2026-11-01T00:00:00Z", "2026-11-30T23:59:59Z", "2026-11-30T23:59:59Z")]
    [InlineData("2026-11-01T00:00:00Z", "2026-12-01T23:59:59Z", "2026-12-01T23:59:59Z")]
    [InlineData("2026-11-01T00:00:00Z", "2026-12-02T00:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData("2026-11-01T00:00:00Z", "2026-11-16T00:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData("2026-11-01T05:00:00Z", null, "2026-12-01T05:00:00Z")]
    [InlineData("2026-01-31T00:00:00Z", null, "2026-02-28T00:00:00Z")]
    public void PeriodIsOneMonthUnlessReportedEndIsLessThanDayAway(string start, string? reportedEnd, string end)
    {
        var period = UsagePeriod.Create(Utc(start), reportedEnd is null ? null : Utc(reportedEnd));

        Assert.Equal((Utc(start), Utc(end)), (period.Start, period.End));
        Assert.Equal(start[..7], period.Name);
    }

    [Fact]
    public void TimeWithoutKindIsUtcAndLocalTimeIsConverted()
    {
        var utc = UsagePeriod.Create(s_start);

        Assert.Equal(utc, UsagePeriod.Create(new DateTime(2026, 11, 1)));
        Assert.Equal(utc, UsagePeriod.Create(s_start.ToLocalTime()));
        Assert.Equal(DateTimeKind.Utc, utc.Start.Kind);
    }

    [Fact]
    public void ResponseWithoutStartDateIsNoSnapshot() =>
        Assert.Null(UsageSnapshot.Create(s_start, null, s_end, 1m, []));

    [Theory]
    [InlineData("2026-11-30T22:59:59Z", false)]
    [InlineData("2026-11-30T23:00:00Z", true)]
    [InlineData("2026-12-02T00:00:00Z", true)]
    public void MonthReadWithinHourOfEndIsFinal(string readAt, bool expected) =>
        Assert.Equal(expected, new UsageMonth([One(Utc(readAt), 1m, s_start)]).Total.IsFinal);

    [Theory]
    [InlineData(36, 72, 36, true)]
    [InlineData(37, 72, 36, false)]
    [InlineData(36, 73, 36, false)]
    [InlineData(36, 72, 37, false)]
    public void MonthWithoutLargeGapIsComplete(int hoursToFirst, int largestGap, int hoursToEnd, bool expected)
    {
        var times = new List<DateTime>();
        for (
            var at = s_start.AddHours(hoursToFirst);
            at < s_end.AddHours(-hoursToEnd - largestGap);
            at = at.AddHours(24)
        )
        {
            times.Add(at);
        }
        times.Add(s_end.AddHours(-hoursToEnd - largestGap));
        times.Add(s_end.AddHours(-hoursToEnd));

        var month = new UsageMonth(times.Select(at => One(at, 1m, s_start)));

        Assert.Equal(expected, month.Total.IsComplete);
    }

    [Fact]
    public void FinalAmountIsExtendedAtLastRateUnlessFinal()
    {
        UsageSnapshot[] days = [.. Daily("2026-11-01", Enumerable.Range(1, 29).Select(static day => (decimal)day))];

        Assert.Equal(435m + 29m, new UsageMonth(days).Total.Final);
        Assert.Equal(440m, new UsageMonth(days.Append(One(s_end.AddMinutes(-30), 440m, s_start))).Total.Final);
    }

    [Fact]
    public void RateOfShortIntervalIsNotExtended()
    {
        UsageSnapshot[] days =
        [
            .. Daily("2026-11-01", Enumerable.Repeat(10m, 29)),
            One(Utc("2026-11-30T00:00:01Z"), 291m, s_start),
        ];

        Assert.Equal(302.00m, Math.Round(new UsageMonth(days).Total.Final, 2));
    }

    [Fact]
    public void SnapshotsAreSortedAndLastOfSameTimeCounts()
    {
        var month = new UsageMonth([One("2026-11-03", 3m), One("2026-11-02", 1m), One("2026-11-02", 2m)]);

        Assert.Equal([2m, 3m], month.Snapshots.Select(static snapshot => snapshot.Subtotal));
        Assert.Equal(Utc("2026-11-03"), month.Total.CoveredUntil);
        Assert.Equal(2, month.Total.Count);
    }

    [Fact]
    public void RowThatSnapshotLacksCostNothing()
    {
        var month = new UsageMonth([
            Of(Utc("2026-11-02"), s_start, 1m, Org(0, 1m)),
            Of(Utc("2026-11-03"), s_start, 5m, Org(0, 2m, 3m)),
            Of(Utc("2026-11-04"), s_start, 3m, Source("Org", "standard", 0)),
        ]);

        Assert.Equal([1m, 1m, -2m], Costs("PerMachine"));
        Assert.Equal([0m, 3m, -3m], Costs("StandardCompute"));
        Assert.Equal([0m, 0m, 3m], Costs("Other"));

        IEnumerable<decimal> Costs(string type) =>
            month
                .Gross.Single(row => row.Key.ResourceType == type)
                .Value.Intervals()
                .Select(static interval => interval.Cost);
    }

    [Fact]
    public void AmountsBetweenSnapshotsAreLinear()
    {
        var curve = new UsageMonth([One("2026-11-02T00:00:00Z", 24m), One("2026-11-03T00:00:00Z", 72m)]).Total;

        Assert.Equal(12m, curve.Find(Utc("2026-11-01T12:00:00Z"), out var isEstimated));
        Assert.False(isEstimated);
        Assert.Equal(36m, curve.Find(Utc("2026-11-02T06:00:00Z"), out _));
        Assert.Equal(36d, curve.ValueAt(Utc("2026-11-02T06:00:00Z").Ticks));
        Assert.Equal(72m, curve.Find(Utc("2026-11-03T00:00:00Z"), out _));
        Assert.Null(curve.Find(Utc("2026-11-03T00:00:01Z"), out _));
        Assert.Equal(72d, curve.ValueAt(Utc("2026-11-20T00:00:00Z").Ticks));
        Assert.Equal(0d, curve.ValueAt(Utc("2026-10-20T00:00:00Z").Ticks));
    }

    [Fact]
    public void EndOfCompleteMonthIsReachedByExtension()
    {
        var curve = new UsageMonth(Daily("2026-11-01", Enumerable.Repeat(10m, 29))).Total;

        Assert.Equal(295m, curve.Find(Utc("2026-11-30T12:00:00Z"), out var isEstimated));
        Assert.True(isEstimated);
        Assert.Equal(300d, curve.ValueAt(s_end.Ticks));
    }

    [Fact]
    public void MonthIsKnownAsOfTime()
    {
        var month = new UsageMonth(Daily("2026-11-01", 1m, 2m, 3m));

        Assert.Equal(3m, month.KnownAt(Utc("2026-11-03T23:00:00Z"))!.Latest.Subtotal);
        Assert.Null(month.KnownAt(Utc("2026-11-01T23:00:00Z")));
        Assert.Same(month, month.KnownAt(Utc("2026-11-04")));
    }
}
