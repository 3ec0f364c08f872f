using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Costs of comparable spans of time.</summary>
public sealed class ComparisonTests
{
    private static readonly DateTime s_october = Utc("2026-10-01");
    private static readonly DateTime s_november = Utc("2026-11-01");

    [Fact]
    public void LastMonthIsComparedAtSamePartOfPeriod()
    {
        var current = One("2026-11-16T00:00:00Z", 186.00m);
        var history = UsageHistory.From([One("2026-10-16T00:00:00Z", 150.00m), One("2026-10-17T00:00:00Z", 160.00m)]);

        var result = UsageComparer.Compare(
            current,
            history,
            ComparisonSpans.LastMonth(current, history)!,
            ComparisonOptions.Default
        );

        var change = result.ToTotal("id", "Acme")!;
        Assert.Equal(
            (155.00m, 186.00m, 31.00m, 20.0m),
            (change.Reference, change.Current, change.Change, change.PercentChange)
        );
        Assert.Equal((UsageChangeKind.Up, false), (change.Kind, change.IsEstimated));
        Assert.Equal((Utc("2026-10-01"), Utc("2026-10-16T12:00:00Z")), (change.ReferenceStart, change.ReferenceEnd));
        Assert.Equal((Utc("2026-11-01"), Utc("2026-11-16T00:00:00Z")), (change.CurrentStart, change.CurrentEnd));
        Assert.Equal("Acme +31.00 USD", change.ToString());
        var row = Assert.Single(result.ToRows("id", "Acme"));
        Assert.Equal(
            ("Org", "standard", "PerMachine", 31.00m),
            (row.SourceType, row.TierName, row.ResourceType, row.Change)
        );
    }

    [Fact]
    public void ReferenceBetweenDistantSnapshotsIsEstimated()
    {
        var current = One("2026-11-16T00:00:00Z", 186.00m);
        var history = UsageHistory.From([One("2026-10-15T00:00:00Z", 140.00m), One("2026-10-17T00:00:00Z", 160.00m)]);

        var result = UsageComparer.Compare(
            current,
            history,
            ComparisonSpans.LastMonth(current, history)!,
            ComparisonOptions.Default
        );

        Assert.Equal((155.00m, true), (result.Total!.Reference, result.Total.IsEstimated));
    }

    [Fact]
    public void MonthWithoutSnapshotsAtThatPartIsNotCompared()
    {
        var current = One("2026-11-16T00:00:00Z", 186.00m);
        var history = UsageHistory.From([One("2026-10-10T00:00:00Z", 100.00m)]);

        var result = UsageComparer.Compare(
            current,
            history,
            ComparisonSpans.LastMonth(current, history)!,
            ComparisonOptions.Default
        );

        Assert.Null(result.Total);
        Assert.Null(result.ToTotal("id", "Acme"));
        Assert.Empty(result.Rows);
        Assert.Equal(new UsageRowKey("Org", "standard", "PerMachine"), Assert.Single(result.UnknownRows));
    }

    [Fact]
    public void MonthThatIsNotStoredIsNoReference()
    {
        var current = One("2026-11-16T00:00:00Z", 186.00m);

        Assert.Null(ComparisonSpans.LastMonth(current, UsageHistory.Empty));
        Assert.Null(ComparisonSpans.LastMonth(current, UsageHistory.From([One("2026-09-16T00:00:00Z", 1m)])));
        Assert.Null(ComparisonSpans.Since(current, UsageHistory.From([current]), Utc("2026-11-20")));
    }

    [Fact]
    public void FinishedMonthIsComparedWithWholeMonth()
    {
        var current = One(Utc("2026-12-01"), 300.00m, s_november);
        var history = UsageHistory.From(Daily("2026-10-01", Enumerable.Repeat(8.00m, 31)));

        var result = UsageComparer.Compare(
            current,
            history,
            ComparisonSpans.LastMonth(current, history)!,
            ComparisonOptions.Default
        );

        Assert.Equal((248.00m, 300.00m), (result.Total!.Reference, result.Total.Current));
    }

    [Fact]
    public void YesterdayIsTheDayBeforeTheLast24Hours()
    {
        var daily = Daily("2026-11-01", 10.00m, 7.00m, 12.50m).ToArray();

        var result = Latest(daily, TimeSpan.FromDays(1));

        Assert.Equal((7.00m, 12.50m, 5.50m), (result.Total!.Reference, result.Total.Current, result.Total.Change));
    }

    [Fact]
    public void LastWeekReachesIntoLastMonth()
    {
        UsageSnapshot[] daily =
        [
            .. Daily("2026-10-01", Enumerable.Repeat(2.00m, 31)),
            .. Daily("2026-11-01", Enumerable.Repeat(3.00m, 10)),
        ];

        var result = Latest(daily, TimeSpan.FromDays(7));

        // Three days of November, and four of October.
        Assert.Equal(((3 * 3m) + (4 * 2m), 21.00m), (result.Total!.Reference, result.Total.Current));
    }

    [Fact]
    public void MissingMonthBetweenSpansIsNotCompared()
    {
        UsageSnapshot[] daily =
        [
            .. Daily("2026-09-01", Enumerable.Repeat(2.00m, 30)),
            .. Daily("2026-11-01", 1.00m, 1.00m),
        ];

        Assert.Null(Latest(daily, TimeSpan.FromDays(7)).Total);
    }

    [Theory]
    [InlineData("2026-10-20T00:00:00Z", "2026-10-01", "2026-10-04T02:24:00Z", "2026-11-01")]
    [InlineData("2026-11-02T00:00:00Z", "2026-10-31", "2026-11-02", "2026-11-02")]
    public void ReferenceDateSelectsMonthOrEqualSpan(
        string reference,
        string referenceStart,
        string referenceEnd,
        string currentStart
    )
    {
        UsageSnapshot[] daily =
        [
            .. Daily("2026-10-01", Enumerable.Repeat(2.00m, 31)),
            .. Daily("2026-11-01", 1.00m, 2.00m, 3.00m),
        ];

        var spans = ComparisonSpans.Since(daily[^1], UsageHistory.From(daily), Utc(reference));

        Assert.Equal(
            new ComparisonSpans(Utc(referenceStart), Utc(referenceEnd), Utc(currentStart), Utc("2026-11-04")),
            spans
        );
    }

    [Fact]
    public void RowsHaveKindsAndLargestChangeFirst()
    {
        var result = CompareRows([10m, 20m, 0m, 5m], [10m, 5m, 40m, 0m], new ComparisonOptions(IncludeUnchanged: true));

        Assert.Equal(
            [
                ("RemoteControl", 40m, null, UsageChangeKind.New),
                ("StandardCompute", -15m, -75.0m, UsageChangeKind.Down),
                ("LogsUpload", -5m, -100.0m, UsageChangeKind.Gone),
                ("PerMachine", 0m, 0.0m, UsageChangeKind.Same),
            ],
            result
                .ToRows("id", "Acme")
                .Select(static row => (row.ResourceType!, row.Change, row.PercentChange, row.Kind))
        );
        Assert.Equal(result.Total!.Change, result.Rows.Sum(static row => row.Value.Change));
    }

    [Fact]
    public void UnchangedRowsAreLeftOut() =>
        Assert.DoesNotContain(
            CompareRows([10m, 20m], [10m, 5m], ComparisonOptions.Default).Rows,
            static row => row.Value.Kind == UsageChangeKind.Same
        );

    [Theory]
    [InlineData(15, 75, new[] { "StandardCompute", "RemoteControl" })]
    [InlineData(15.01, 0, new[] { "RemoteControl" })]
    [InlineData(0, 75.01, new[] { "RemoteControl" })]
    [InlineData(16, 1, new[] { "RemoteControl" })]
    [InlineData(16.01, 1, new string[0])]
    public void ChangeMustReachBothMinimaAndNewRowOnlyAmount(double amount, double percent, string[] expected)
    {
        var result = CompareRows(
            [10m, 20m, 0m],
            [11m, 5m, 16m],
            new ComparisonOptions((decimal)amount, (decimal)percent)
        );

        Assert.Equal(expected.Order(), result.Rows.Select(static row => row.Key.ResourceType).Order());
    }

    [Fact]
    public void RemainderIsRow()
    {
        var reference = Of(Utc("2026-10-16T12:00:00Z"), s_october, 35m, Org(0, 10m));
        var current = Of(Utc("2026-11-16"), s_november, 50m, Org(0, 10m));
        var history = UsageHistory.From([reference]);

        var result = UsageComparer.Compare(
            current,
            history,
            ComparisonSpans.LastMonth(current, history)!,
            ComparisonOptions.Default
        );

        var row = Assert.Single(result.Rows);
        Assert.Equal((UsageRowKey.Remainder, 25m, 40m), (row.Key, row.Value.Reference, row.Value.Current));
    }

    private static ComparisonResult Latest(UsageSnapshot[] daily, TimeSpan length) =>
        UsageComparer.Compare(
            daily[^1],
            UsageHistory.From(daily),
            ComparisonSpans.Latest(daily[^1], length),
            ComparisonOptions.Default
        );

    private static ComparisonResult CompareRows(decimal?[] october, decimal?[] november, ComparisonOptions options)
    {
        var reference = Of(Utc("2026-10-16T12:00:00Z"), s_october, october.Sum(), Org(0, october));
        var current = Of(Utc("2026-11-16"), s_november, november.Sum(), Org(0, november));
        var history = UsageHistory.From([reference]);
        return UsageComparer.Compare(current, history, ComparisonSpans.LastMonth(current, history)!, options);
    }
}
