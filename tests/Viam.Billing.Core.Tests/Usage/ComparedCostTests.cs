using CsCheck;
using Viam.Billing.Usage;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Compared costs that are rounded to cents so that they add up to their totals.</summary>
public sealed class ComparedCostTests
{
    private static readonly Gen<decimal> s_compared = Gen.OneOf(
        Gen.Const(0m),
        Gen.Int[0, 30].Select(static tenths => tenths / 1000m),
        Gen.Int[-100_000, 1_000_000].Select(static tenths => tenths / 1000m)
    );

    [Fact]
    public void ComparedRowThatFellToZeroIsZero()
    {
        var gone = new ComparedCosts(new UsageRowKey("Org", "standard", "RemoteControl"), 2.005m, 0m, false);
        ComparedCosts[] rows = [Same("PerMachine", 1.004m), Same("LogsUpload", 1.004m), gone];

        var rounded = Round(rows);

        Assert.Equal([(1.01m, 1.01m), (1.00m, 1.00m), (2.00m, 0m)], rounded);

        static ComparedCosts Same(string type, decimal cost) => new(new("Org", "standard", type), cost, cost, false);
    }

    [Fact]
    public void ComparedRowsDifferByLessThanACentFromTheirAmounts() =>
        Gen.Select(s_compared, s_compared, Gen.Bool)
            .Select(static (one, other, isSame) => isSame ? (one, one) : (one, other))
            .Array[1, 20]
            .Sample(static amounts =>
            {
                ComparedCosts[] rows =
                [
                    .. amounts.Select(
                        static (amount, i) =>
                            new ComparedCosts(
                                new UsageRowKey("Org", "standard", $"{i}"),
                                amount.Item1,
                                amount.Item2,
                                false
                            )
                    ),
                ];

                var rounded = Round(rows);

                Assert.Equal(
                    UsageAmount.Round(rows.Sum(static row => row.Reference)),
                    rounded.Sum(static row => row.Reference)
                );
                Assert.Equal(
                    UsageAmount.Round(rows.Sum(static row => row.Current)),
                    rounded.Sum(static row => row.Current)
                );
                // Totals that end in half a cent are rounded to even, and the largest change takes the cent.
                var changed = rows.Where(static row => row.Reference != row.Current).ToArray();
                var before = changed.MaxBy(static row => Math.Abs(row.Reference));
                var now = changed.MaxBy(static row => Math.Abs(row.Current));
                foreach (var (row, (reference, current)) in rows.Zip(rounded))
                {
                    Assert.True(
                        Math.Abs(row.Reference - reference) < (row == before ? 0.02m : 0.01m),
                        $"{row}: {reference}"
                    );
                    Assert.True(Math.Abs(row.Current - current) < (row == now ? 0.02m : 0.01m), $"{row}: {current}");
                    Assert.True(row.Reference != 0 || reference == 0, $"{row}: {reference}");
                    Assert.True(row.Current != 0 || current == 0, $"{row}: {current}");
                    Assert.True(row.Reference != row.Current || reference == current, "An unchanged row changed.");
                }
            });

    [Fact]
    public void ComparedRowsThatAreZeroStayZeroIfTheTotalIsNotTheirSum() =>
        Gen.Select(s_compared.Array[0, 3], Gen.Int[-4, 4], Gen.Int[-4, 4])
            .Sample(
                static (amounts, reference, current) =>
                {
                    ComparedCosts[] rows =
                    [
                        new(new UsageRowKey("Org", "standard", "gone"), 2.005m, 0, false),
                        new(new UsageRowKey("Org", "standard", "new"), 0, 2.005m, false),
                        .. amounts.Select(
                            static (amount, i) =>
                                new ComparedCosts(new UsageRowKey("Org", "standard", $"{i}"), amount, amount, false)
                        ),
                    ];
                    var total = new ComparedCosts(
                        UsageRowKey.Remainder,
                        rows.Sum(static row => row.Reference) + (reference / 1000m),
                        rows.Sum(static row => row.Current) + (current / 1000m),
                        false
                    );

                    var rounded = Round(rows, total);

                    Assert.Equal(UsageAmount.Round(total.Reference), rounded.Sum(static row => row.Reference));
                    Assert.Equal(UsageAmount.Round(total.Current), rounded.Sum(static row => row.Current));
                    foreach (var (row, (before, now)) in rows.Zip(rounded))
                    {
                        Assert.True(row.Reference != 0 || before == 0, $"0 became {before}");
                        Assert.True(row.Current != 0 || now == 0, $"0 became {now}");
                    }
                }
            );

    private static (decimal Reference, decimal Current)[] Round(ComparedCosts[] rows, ComparedCosts? total = null) =>
        [.. ComparedCosts.Round(rows, total).Select(static row => (row.Value.Reference, row.Value.Current))];
}
