using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Amounts that are shown as parts of a total add up to it, to the cent.</summary>
public sealed class SumTests
{
    [Fact]
    public void ThirdsOfForecastAddUp()
    {
        // A third of the month has elapsed, so that each row of 3.335 would be rounded to 3.34, or to 3.33.
        var result = UsageForecaster.Forecast(
            Of(Utc("2026-11-13"), Utc("2026-11-01"), 4.002m, Org(0, 1.334m, 1.334m, 1.334m)),
            UsageHistory.Empty,
            ForecastOptions.Default
        );

        Assert.Equal(10.00m, result.Total.Forecast);
        Assert.Equal([3.34m, 3.33m, 3.33m], result.Rows.Select(static row => row.Value.Forecast));
    }

    [Fact]
    public void ComparedRowsAddUpToComparison() =>
        Gen.Select(Generators.Month.List[2, 4], Gen.Int[0, 3])
            .Sample(
                static (months, selection) =>
                {
                    var history = UsageHistory.From(months.SelectMany(static month => month.Snapshots));
                    var current = history.Months[^1].Latest;
                    var spans = selection switch
                    {
                        0 => ComparisonSpans.LastMonth(current, history),
                        1 => ComparisonSpans.Latest(current, TimeSpan.FromDays(1)),
                        2 => ComparisonSpans.Latest(current, TimeSpan.FromDays(7)),
                        _ => ComparisonSpans.SamePart(current, history, history.Months[0].Period.Start),
                    };
                    var result = spans is null
                        ? null
                        : UsageComparer.Compare(current, history, spans, new ComparisonOptions(IncludeUnchanged: true));
                    if (result?.Total is { } total)
                    {
                        Assert.Empty(result.UnknownRows);
                        Assert.Equal(total.Reference, result.Rows.Sum(static row => row.Value.Reference));
                        Assert.Equal(total.Current, result.Rows.Sum(static row => row.Value.Current));
                        Assert.Equal(total.Change, result.Rows.Sum(static row => row.Value.Change));
                    }
                }
            );

    [Fact]
    public void UnchangedRowIsNotChangedByRounding()
    {
        UsageSnapshot[] history =
        [
            Of(Utc("2026-10-16T12:00:00Z"), Utc("2026-10-01"), 3.009m, Org(0, 1.003m, 1.003m, 1.003m)),
            Of(Utc("2026-11-16"), Utc("2026-11-01"), 3.012m, Org(0, 1.003m, 1.003m, 1.006m)),
        ];

        var result = UsageComparer.Compare(
            history[^1],
            UsageHistory.From(history),
            ComparisonSpans.LastMonth(history[^1], UsageHistory.From(history))!,
            ComparisonOptions.Default
        );

        Assert.Equal(0m, result.Total!.Change);
        Assert.Empty(result.Rows);
    }

    [Fact]
    public void ComparedRowWithUnknownAmountLeavesDifferenceInRemainder()
    {
        UsageSnapshot[] history =
        [
            Of(Utc("2026-10-16"), Utc("2026-10-01"), 10m, Org(0, 4m, 6m)),
            Of(Utc("2026-10-16T12:00:00Z"), Utc("2026-10-01"), 20m, Org(0, 5m, null)),
            Of(Utc("2026-10-17"), Utc("2026-10-01"), 22m, Org(0, 6m, 16m)),
            Of(Utc("2026-11-16"), Utc("2026-11-01"), 30m, Org(0, 10m, 20m)),
        ];

        var result = UsageComparer.Compare(
            history[^1],
            UsageHistory.From(history),
            ComparisonSpans.LastMonth(history[^1], UsageHistory.From(history))!,
            new ComparisonOptions(IncludeUnchanged: true)
        );

        Assert.Equal(20m, result.Total!.Reference);
        Assert.Equal(
            [("Other", 4m, 0m), ("PerMachine", 5m, 10m), ("StandardCompute", 11m, 20m)],
            result
                .Rows.OrderBy(static row => row.Key.ResourceType)
                .Select(static row => (row.Key.ResourceType, row.Value.Reference, row.Value.Current))
        );
    }

    [Fact]
    public void RowsOfDayAddUpToDay() =>
        Generators.Month.Sample(static month =>
        {
            var total = View(month).Days().ToDictionary(static day => day.Date);
            var rows = View(month, byResource: true).Days().ToArray();

            Assert.All(
                rows.GroupBy(static row => row.Date),
                day => Assert.Equal(total.GetValueOrDefault(day.Key)?.Cost ?? 0, day.Sum(static row => row.Cost))
            );
            // The days of a row still add up to its amount.
            Assert.All(
                rows.GroupBy(static row => new UsageRowKey(row.SourceType, row.TierName, row.ResourceType!)),
                row => Assert.Equal(month.Net[row.Key].Last, row.Sum(static day => day.Cost))
            );
        });

    [Fact]
    public void DaysOfPositiveRowAreNotNegative() =>
        Gen.Select(Gen.Int[0, 30_000].Array[4].Array[1, 8], Gen.Int[1, 4 * 24 * 60].Array[8], Gen.Int[0, 1])
            .Sample(
                static (amounts, minutes, digits) =>
                {
                    var (start, at, sum) = (Utc("2026-11-01"), Utc("2026-11-01"), new decimal[4]);
                    var snapshots = new List<UsageSnapshot>();
                    for (var i = 0; i < amounts.Length; i++)
                    {
                        at = at.AddMinutes(minutes[i]);
                        sum =
                        [
                            .. sum.Zip(amounts[i], (before, cost) => before + (cost / (digits == 0 ? 100m : 10_000m))),
                        ];
                        snapshots.Add(Of(at, start, sum.Sum(), Org(0, [.. sum.Select(static cost => (decimal?)cost)])));
                    }
                    var month = new UsageMonth(snapshots);

                    Assert.All(
                        View(month, byResource: true).Days(),
                        static day => Assert.True(day.Cost >= 0, $"{day}")
                    );
                }
            );

    [Fact]
    public void RowsOfExtrapolatedMonthAddUpToMonth() =>
        Gen.Select(Gen.Int[0, 99_999].Array[4].Array[29], Gen.Int[1, 36 * 60 - 1])
            .Sample(
                static (amounts, minutesLeft) =>
                {
                    var (start, sum) = (Utc("2026-11-01"), new decimal[4]);
                    var snapshots = new List<UsageSnapshot>();
                    for (var i = 0; i < amounts.Length; i++)
                    {
                        sum = [.. sum.Zip(amounts[i], static (before, cost) => before + (cost / 10_000m))];
                        var at =
                            i == amounts.Length - 1 ? Utc("2026-12-01").AddMinutes(-minutesLeft) : start.AddDays(i + 1);
                        snapshots.Add(Of(at, start, sum.Sum(), Org(0, [.. sum.Select(static cost => (decimal?)cost)])));
                    }
                    var month = new UsageMonth(snapshots);

                    Assert.Equal(
                        View(month).Months().Single().Cost,
                        View(month, byResource: true).Months().Sum(static row => row.Cost)
                    );
                }
            );

    private static UsageHistoryView View(UsageMonth month, bool byResource = false) =>
        new("id", "Acme", new UsageHistory([month]), byResource);
}
