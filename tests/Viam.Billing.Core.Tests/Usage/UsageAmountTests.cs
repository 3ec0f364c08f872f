using CsCheck;

namespace Viam.Billing.Core.Tests.Usage;

public sealed class UsageAmountTests
{
    [Theory]
    [InlineData("480", "480.00")]
    [InlineData("480.5", "480.50")]
    [InlineData("480.50", "480.50")]
    [InlineData("480.500", "480.50")]
    [InlineData("480.1230", "480.123")]
    [InlineData("0", "0.00")]
    [InlineData("-0.10", "-0.10")]
    public void NormalizedAmountHasTwoDecimalsOrMoreIfNeeded(string amount, string expected) =>
        Assert.Equal(expected, Text(UsageAmount.Normalize(decimal.Parse(amount, Invariant))));

    [Fact]
    public void NormalizedAmountIsTheSameForEveryNumberOfTrailingZeros() =>
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Int[0, 9])
            .Sample(
                static input =>
                {
                    var amount = new decimal(input.Item1) / (decimal)Math.Pow(10, input.Item2);
                    Assert.Equal(
                        Text((amount / 1.0000000000000000000000000000m) + 0.00m),
                        Text(UsageAmount.Normalize(amount))
                    );
                    Assert.Equal(Text(UsageAmount.Normalize(amount)), Text(UsageAmount.Normalize(amount * 1.0000m)));
                },
                iter: 1000
            );

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private static string Text(decimal amount) => amount.ToString(Invariant);
}
