using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Rows, the discount's shares, and the remainder.</summary>
public sealed class UsageRowTests
{
    [Fact]
    public void DiscountIsDividedByLargestRemainderAndRestOfSubtotalIsRow()
    {
        var rows = Split(703.86m, Org(75.43m, 480.00m, 61.44m, 212.85m));

        Assert.Equal([432.00m, 55.30m, 191.56m, 25.00m], rows.Select(static row => row.Net));
        Assert.Equal([480.00m, 61.44m, 212.85m, 25.00m], rows.Select(static row => row.Gross));
        Assert.Equal(UsageRowKey.Remainder, rows[^1].Key);
        Assert.Equal("Other", rows[^1].Key.ResourceType);
    }

    [Fact]
    public void SubtotalThatIsSumOfRowsHasNoRemainder() =>
        Assert.Equal(3, Split(678.86m, Org(75.43m, 480.00m, 61.44m, 212.85m)).Count);

    [Fact]
    public void DiscountAboveCostIsPartOfRemainder()
    {
        var rows = Split(-3.00m, Org(5.00m, 2.00m));

        Assert.Equal([0.00m, -3.00m], rows.Select(static row => row.Net));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    public void DiscountOfSourceWithoutCostIsRemainder(int cost)
    {
        var rows = Split(cost - 5.00m, Org(5.00m, cost));

        Assert.Equal([cost, -5.00m], rows.Select(static row => row.Net));
    }

    [Fact]
    public void FractionsOfCentAreKept()
    {
        var rows = Split(1.0049m, Org(0.101m, 0.5049m, 0.601m));

        Assert.Equal(1.0049m, rows.Sum(static row => row.Net));
        Assert.Equal(2, rows.Count);
    }

    [Fact]
    public void UnknownDiscountMakesRowsAndRemainderUnknown()
    {
        var rows = Split(5m, Org(null, 2.00m), Source("Fragment", "a", 0, 3.00m));

        Assert.Equal([null, 3.00m, null], rows.Select(static row => row.Net));
        Assert.Equal([2.00m, 3.00m, null], rows.Select(static row => row.Gross));
    }

    [Fact]
    public void UnknownCostMakesSharesOfDiscountUnknown() =>
        Assert.Equal([null, null, null], Split(5m, Org(1m, 2.00m, null)).Select(static row => row.Net));

    [Fact]
    public void UnknownCostWithoutDiscountLeavesOtherRowsKnown() =>
        Assert.Equal([2.00m, null, null], Split(5m, Org(0m, 2.00m, null)).Select(static row => row.Net));

    [Fact]
    public void UnknownSubtotalMakesRemainderUnknown() =>
        Assert.Equal([2.00m, null], Split(null, Org(0m, 2.00m)).Select(static row => row.Net));

    [Fact]
    public void SourcesOfSameTypeAndTierAreOne()
    {
        var rows = Split(9m, Org(1m, 4m), Org(1m, 6m, 1m), Source("Org", "other", 0, 0m));

        Assert.Equal(
            [("standard", "PerMachine", 10m), ("standard", "StandardCompute", 1m), ("other", "PerMachine", 0m)],
            rows.Select(static row => (row.Key.TierName, row.Key.ResourceType, row.Gross!.Value))
        );
        Assert.Equal([8.18m, 0.82m, 0.00m], rows.Select(static row => row.Net));
    }

    [Fact]
    public void ResourceTypeReportedTwiceIsAdded()
    {
        var source = new SourceUsage
        {
            Costs = [new("PerMachine", 1m), new("LogsUpload", null), new("PerMachine", 2m), new("LogsUpload", 1m)],
        };

        Assert.Equal([new("PerMachine", 3m), new("LogsUpload", null)], source.Costs);
        Assert.Null(source.Gross);
    }

    [Fact]
    public void RowsAndRemainderAddUpToSubtotal() =>
        Generators.Snapshot.Sample(static snapshot =>
        {
            var rows = UsageRows.Split(snapshot);
            Assert.Equal(snapshot.Subtotal, rows.Sum(static row => row.Net));
            Assert.Equal(rows.Count, rows.Select(static row => row.Key).Distinct().Count());
        });

    [Fact]
    public void GrossRowsAreThoseOfRowsWithShares() =>
        Generators.Snapshot.Sample(static snapshot =>
            Assert.Equal(
                UsageRows.Split(snapshot).Select(static row => (row.Key, row.Gross)),
                UsageRows.SplitGross(snapshot).Select(static row => (row.Key, row.Gross))
            )
        );

    [Fact]
    public void SharesAddUpAndDifferByLessThanCentFromExactOnes() =>
        Gen.Select(Generators.Amount, Gen.Int[0, 100_000].Select(static weight => (decimal)weight).Array[1, 40])
            .Where(static (_, weights) => weights.Sum() > 0)
            .Sample(
                static (amount, weights) =>
                {
                    var shares = Apportionment.Divide(amount, weights);
                    Assert.Equal(amount, shares.Sum());
                    Assert.All(
                        shares.Zip(weights),
                        pair =>
                            Assert.InRange(
                                pair.First - (amount * pair.Second / weights.Sum()),
                                -0.0100000001m,
                                0.0100000001m
                            )
                    );
                }
            );

    [Fact]
    public void RemainingCentsGoToLargestRemaindersAndOfEqualOnesToFirst()
    {
        Assert.Equal([0.34m, 0.33m, 0.33m], Apportionment.Divide(1.00m, [1, 1, 1]));
        Assert.Equal([-0.33m, -0.33m, -0.34m], Apportionment.Divide(-1.00m, [1, 1, 1]));
        Assert.Equal([0.17m, 0.33m, 0.50m], Apportionment.Divide(1.00m, [1, 2, 3]));
        Assert.Equal([0.01m, 0.005m, 0.00m], Apportionment.Divide(0.015m, [1, 1, 1]));
    }

    private static IReadOnlyList<UsageRow> Split(decimal? subtotal, params SourceUsage[] sources) =>
        UsageRows.Split(Of(Utc("2026-11-16"), Utc("2026-11-01"), subtotal, sources));
}
