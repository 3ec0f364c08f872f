using CsCheck;
using Viam.Billing.Usage;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Amounts that are rounded to cents so that they add up to a total.</summary>
public sealed class ApportionmentTests
{
    public static TheoryData<decimal, decimal[], decimal[]> Totals =>
        new()
        {
            { 100.02m, [0m, 0m, 100m], [0m, 0m, 100.02m] },
            { 99.99m, [0m, 0m, 100m], [0m, 0m, 99.99m] },
            { 10.02m, [0m, 4.004m, 6.004m, 0m], [0m, 4.01m, 6.01m, 0m] },
            { 0.01m, [0m, 0.004m, 0.004m], [0m, 0.01m, 0m] },
            { -0.01m, [0m, -0.004m, -0.004m], [0m, 0m, -0.01m] },
            { 0m, [0m, 0.004m], [0m, 0m] },
            { 1.01m, [0m, 0m], [1.01m, 0m] },
        };

    [Theory]
    [MemberData(nameof(Totals))]
    public void AmountInCentsIsKeptUnlessItIsTheLargest(decimal total, decimal[] amounts, decimal[] rounded) =>
        Assert.Equal(rounded, Apportionment.Round(total, amounts));

    [Fact]
    public void RoundedAmountsAddUpAndDifferByLessThanACent() =>
        Gen.OneOf(
                Gen.Const(0m),
                Gen.Int[-1_000_000, 1_000_000].Select(static tenths => tenths / 1000m),
                Gen.Decimal[-1_000_000_000_000m, 1_000_000_000_000m]
            )
            .Array[1, 50]
            .Sample(static amounts =>
            {
                var total = UsageAmount.Round(amounts.Sum());

                var rounded = Apportionment.Round(total, amounts);

                Assert.Equal(total, rounded.Sum());
                Assert.All(
                    amounts.Zip(rounded),
                    static pair =>
                    {
                        Assert.InRange(pair.Second - pair.First, -0.01m, 0.01m);
                        Assert.Equal(Math.Round(pair.Second, 2), pair.Second);
                        Assert.True(pair.First * 100 % 1 != 0 || pair.First == pair.Second);
                    }
                );
            });

    [Fact]
    public void DividedRowsAddUpAndOnlyTheLargestDiffersByMoreThanACent() =>
        Gen.Select(
                Gen.OneOf(
                    Gen.Const(0m),
                    Gen.Int[-20, 20].Select(static cents => cents / 100m),
                    Gen.Int[0, 100_000].Select(static tenths => tenths / 1000m),
                    Gen.Int[-10_000_000, 10_000_000].Select(static cents => cents / 100m)
                ).Array[1, 40],
                Gen.Int[1, 86_400].Select(static seconds => (decimal)seconds).Array[1, 31]
            )
            .Sample(
                static (amounts, weights) =>
                {
                    var total = amounts.Sum();
                    var largest = Array.IndexOf(amounts, amounts.MaxBy(Math.Abs));

                    var rows = Apportionment.DivideRows(total, amounts, weights);

                    Assert.Equal(amounts, rows.Select(static shares => shares.Sum()));
                    Assert.Equal(
                        Apportionment.Divide(total, weights),
                        weights.Select((_, day) => rows.Sum(shares => shares[day]))
                    );
                    for (var row = 0; row < amounts.Length; row++)
                    {
                        var (limit, amount) = (row == largest ? 0.03m : 0.01m, amounts[row]);
                        Assert.All(
                            rows[row].Zip(weights, (share, weight) => share - (amount * weight / weights.Sum())),
                            difference => Assert.InRange(difference, -limit, limit)
                        );
                        Assert.True(amount != 0 || rows[row].All(static share => share == 0));
                    }
                }
            );
}
