using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>The rules for charges, which are checked before a request is sent.</summary>
public sealed class ChargeValidatorTests
{
    [Theory]
    [InlineData("0.01", "0")]
    [InlineData("10.10", "0.99")]
    [InlineData("999999999999.99", "0")]
    [InlineData("0.01", "999999999999.98")]
    public void AmountsInCentsAreValid(string subtotal, string tax) => Assert.Null(Validate(subtotal, tax));

    [Theory]
    [InlineData("-0.01", "0", "-Subtotal", "-0.01", "is negative")]
    [InlineData("1", "-1", "-Tax", "-1", "is negative")]
    [InlineData("0", "0", "-Subtotal", "0", "isn't greater than zero")]
    [InlineData("0", "1", "-Subtotal", "0", "isn't greater than zero")]
    [InlineData("0.001", "0", "-Subtotal", "0.001", "has more than two decimal places")]
    [InlineData("1", "0.125", "-Tax", "0.125", "has more than two decimal places")]
    [InlineData("1000000000000", "0", "-Subtotal", "1000000000000", "is too large to be sent exactly")]
    [InlineData("1", "1000000000000", "-Tax", "1000000000000", "is too large to be sent exactly")]
    [InlineData("0.01", "999999999999.99", "The total", "1000000000000.00", "is too large to be sent exactly")]
    public void FirstViolatedRuleOfAmountsIsReturned(
        string subtotal,
        string tax,
        string parameter,
        string value,
        string reason
    ) => Assert.Equal(new ChargeRuleViolation.Amount(parameter, Usd(value), reason), Validate(subtotal, tax));

    /// <summary>Without a limit for each amount, the sum would overflow.</summary>
    [Fact]
    public void LargestDecimalsAreTooLarge() =>
        Assert.Equal(
            new ChargeRuleViolation.Amount("-Subtotal", decimal.MaxValue, "is too large to be sent exactly"),
            Validate($"{decimal.MaxValue}", $"{decimal.MaxValue}")
        );

    [Fact]
    public void AmountsAreCheckedBeforeTheDescription() =>
        Assert.Equal(
            new ChargeRuleViolation.Amount("The total", 1_000_000_000_000m, "is too large to be sent exactly"),
            Validate("0.01", "999999999999.99", new string('a', 1001))
        );

    [Theory]
    [InlineData("a", 1000, true)]
    [InlineData("a", 1001, false)]
    [InlineData("🤖", 1000, true)]
    [InlineData("🤖", 1001, false)]
    public void DescriptionHasAtMostAThousandUnicodeCharacters(string character, int count, bool isValid)
    {
        var violation = Validate("1", "0", string.Concat(Enumerable.Repeat(character, count)));

        Assert.Equal(isValid ? null : new ChargeRuleViolation.Description(1000), violation);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(" \t", null)]
    [InlineData(" a ", " a ")]
    [InlineData("🤖é", "🤖é")]
    public void TextIsNormalizedToWhatAFileContains(string? text, string? expected) =>
        Assert.Equal(expected, ChargeText.Normalize(text));

    [Fact]
    public void UnpairedSurrogateIsReplaced() => Assert.Equal("a\uFFFD", ChargeText.Normalize("a\ud83e"));

    private static ChargeRuleViolation? Validate(string subtotal, string tax, string? description = null) =>
        ChargeValidator.Validate(
            new ChargeRequest("organization", Usd(subtotal), Usd(tax), description, null, NoConfirmationEmail: false)
        );

    private static decimal Usd(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
