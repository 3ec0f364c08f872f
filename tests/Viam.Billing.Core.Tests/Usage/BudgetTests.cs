using Viam.Billing.Usage;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Actual and forecast amounts against a budget.</summary>
public sealed class BudgetTests
{
    [Theory]
    [InlineData(799.99, null, false, BudgetExitCode.Within)]
    [InlineData(800.00, 80, false, BudgetExitCode.ThresholdReached)]
    [InlineData(999.99, 80, false, BudgetExitCode.ThresholdReached)]
    [InlineData(1000.00, 100, false, BudgetExitCode.ThresholdReached)]
    [InlineData(1000.01, 100, true, BudgetExitCode.Exceeded)]
    internal void AmountReachesThresholdsAndExceedsBudget(
        double actual,
        int? reached,
        bool isExceeded,
        BudgetExitCode exitCode
    )
    {
        var result = Evaluate((decimal)actual, 1000m);

        Assert.Equal(
            (reached, isExceeded, exitCode),
            ((int?)result.ReachedThreshold, result.IsExceeded, result.ExitCode)
        );
    }

    [Theory]
    [InlineData(999.99, ForecastConfidence.High, null, BudgetExitCode.Within)]
    [InlineData(1000.00, ForecastConfidence.High, 100, BudgetExitCode.ThresholdReached)]
    [InlineData(5000.00, ForecastConfidence.Medium, 100, BudgetExitCode.ThresholdReached)]
    [InlineData(5000.00, ForecastConfidence.Low, null, BudgetExitCode.Within)]
    [InlineData(5000.00, ForecastConfidence.None, null, BudgetExitCode.Within)]
    internal void ForecastReachesThresholdUnlessConfidenceIsLow(
        double forecast,
        ForecastConfidence confidence,
        int? reached,
        BudgetExitCode exitCode
    )
    {
        var result = Evaluate(100m, 1000m, (decimal)forecast, confidence);

        Assert.Equal((reached, exitCode), ((int?)result.ReachedForecastThreshold, result.ExitCode));
        Assert.False(result.IsExceeded);
    }

    [Fact]
    public void LowConfidenceForecastCountsWhenTrusted()
    {
        var rules = new BudgetRules(1000m, [80, 100], [100]) { TrustsLowConfidence = true };

        var result = BudgetEvaluator.Evaluate(100m, 1000m, ForecastConfidence.Low, rules);

        Assert.Equal((100m, BudgetExitCode.ThresholdReached), (result.ReachedForecastThreshold, result.ExitCode));
    }

    [Fact]
    public void PercentagesHaveOneDecimal()
    {
        var result = Evaluate(333.33m, 1000m, 1234.56m, ForecastConfidence.High);

        Assert.Equal((33.3m, 123.5m), (result.ActualPercent, result.ForecastPercent));
    }

    [Fact]
    public void MissingForecastHasNoPercentage() => Assert.Null(Evaluate(1m, 1000m).ForecastPercent);

    [Theory]
    [InlineData(0, null, false, BudgetExitCode.Within)]
    [InlineData(0.01, 100, true, BudgetExitCode.Exceeded)]
    [InlineData(-5, null, false, BudgetExitCode.Within)]
    internal void BudgetOfZeroIsExceededByAnyCost(double actual, int? reached, bool isExceeded, BudgetExitCode exitCode)
    {
        var result = Evaluate((decimal)actual, 0m, (decimal)actual, ForecastConfidence.High);

        Assert.Equal((null, null), (result.ActualPercent, result.ForecastPercent));
        Assert.Equal(
            (reached, isExceeded, exitCode),
            ((int?)result.ReachedThreshold, result.IsExceeded, result.ExitCode)
        );
        Assert.Equal(reached, (int?)result.ReachedForecastThreshold);
    }

    [Fact]
    public void HighestThresholdIsReportedInAnyOrder()
    {
        var rules = new BudgetRules(100m, [90, 50, 120, 70], []);

        Assert.Equal(90m, BudgetEvaluator.Evaluate(95m, null, ForecastConfidence.None, rules).ReachedThreshold);
    }

    [Theory]
    [InlineData("80;100", new[] { 80.0, 100.0 })]
    [InlineData(" 80 ; 99.5% ;", new[] { 80.0, 99.5 })]
    [InlineData("1;1000", new[] { 1.0, 1000.0 })]
    [InlineData("", new double[0])]
    public void ThresholdsAreReadFromText(string text, double[] expected) =>
        Assert.Equal(expected.Select(static percent => (decimal)percent), BudgetRules.ParseThresholds(text));

    [Theory]
    [InlineData("80,100", "'80,100' isn't a percentage. Separate several with semicolons, such as 80;100.")]
    [InlineData("80;high", "'high' isn't a percentage. Specify numbers from 1 to 1000, such as 80;100.")]
    [InlineData("1e2", "'1e2' isn't a percentage. Specify numbers from 1 to 1000, such as 80;100.")]
    [InlineData("-5", "'-5' isn't a percentage. Specify numbers from 1 to 1000, such as 80;100.")]
    [InlineData("0.8", "A threshold is in percent, not a fraction: 0.8 would be 0.8%, not 80%.")]
    [InlineData("0", "A threshold of 0% isn't possible. Specify a number from 1 to 1000.")]
    [InlineData("1000.1", "A threshold of 1000.1% isn't possible. Specify a number from 1 to 1000.")]
    public void InvalidThresholdIsRefused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<BudgetRuleException>(() => BudgetRules.ParseThresholds(text)).Message);

    [Theory]
    [InlineData("-0.01", "A budget of -0.01 isn't possible. It must be 0 or more.")]
    [InlineData(
        "0.0000000000000000000000000001",
        "A budget of 0.0000000000000000000000000001 isn't possible. It can have two decimals, such as 1234.56."
    )]
    [InlineData("10.005", "A budget of 10.005 isn't possible. It can have two decimals, such as 1234.56.")]
    [InlineData("1000000000000", "A budget of 1000000000000 isn't possible. It must be less than 1000000000000.")]
    [InlineData(
        "79228162514264337593543950335",
        "A budget of 79228162514264337593543950335 isn't possible. It must be less than 1000000000000."
    )]
    public void InvalidBudgetIsRefused(string budget, string message)
    {
        var amount = decimal.Parse(budget, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(message, Assert.Throws<BudgetRuleException>(() => new BudgetRules(amount, [], [])).Message);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.01")]
    [InlineData("10.0500")]
    [InlineData("999999999999.99")]
    public void ValidBudgetIsTestedAgainstAnyAmount(string budget)
    {
        var amount = decimal.Parse(budget, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var actual in new[] { -UsageAmount.Limit, 0m, 1e-28m, UsageAmount.Limit })
        {
            var result = Evaluate(actual, amount, actual, ForecastConfidence.High);

            Assert.Equal(actual > amount, result.IsExceeded);
        }
    }

    [Fact]
    public void InvalidNumbersAreRefused()
    {
        Assert.Throws<BudgetRuleException>(static () => new BudgetRules(-0.01m, [], []));
        Assert.Throws<BudgetRuleException>(static () => new BudgetRules(1m, [0.8m], []));
        Assert.Throws<BudgetRuleException>(static () => new BudgetRules(1m, [], [1001m]));
    }

    [Theory]
    [InlineData(50, 60, null)]
    [InlineData(80, 90, "Acme has reached 80% of its budget: 80.00 of 100.00 USD.")]
    [InlineData(100, 100, "Acme has reached 100% of its budget: 100.00 of 100.00 USD. The forecast is 100.00 USD.")]
    [InlineData(50, 100, "Acme is expected to reach 100% of its budget: forecast 100.00 of 100.00 USD.")]
    [InlineData(50, 101, "Acme is expected to exceed its budget: forecast 101.00 of 100.00 USD.")]
    [InlineData(50, 160, "Acme is expected to exceed its budget and reach 150% of it: forecast 160.00 of 100.00 USD.")]
    [InlineData(85, 120, "Acme has reached 80% of its budget: 85.00 of 100.00 USD. The forecast is 120.00 USD.")]
    [InlineData(101, 120, "Acme has exceeded its budget: 101.00 of 100.00 USD. The forecast is 120.00 USD.")]
    [InlineData(155.5, null, "Acme has exceeded its budget and reached 150% of it: 155.50 of 100.00 USD.")]
    public void OrganizationHasOneWarningOfItsMostSeriousState(double actual, int? forecast, string? warning)
    {
        var rules = new BudgetRules(100m, [80, 100, 150], [100, 150]);
        var expected = new UsageForecast
        {
            OrganizationName = "Acme",
            OrganizationId = "id",
            Forecast = forecast,
            Confidence = ForecastConfidence.High,
        };
        var result = BudgetEvaluator
            .Evaluate((decimal)actual, expected.Forecast, expected.Confidence, rules)
            .ToModel(expected, (decimal)actual, rules.Budget);

        Assert.Equal(warning, BudgetWarnings.Of(result));
    }

    [Fact]
    public void ExceededBudgetWithoutThresholdIsWarnedOf()
    {
        var rules = new BudgetRules(0m, [200], []);
        var result = BudgetEvaluator
            .Evaluate(0.5m, null, ForecastConfidence.None, rules)
            .ToModel(new UsageForecast { OrganizationId = "id" }, 0.5m, 0m);

        Assert.Equal("id has exceeded its budget: 0.50 of 0.00 USD.", BudgetWarnings.Of(result));
    }

    private static BudgetEvaluation Evaluate(
        decimal actual,
        decimal budget,
        decimal? forecast = null,
        ForecastConfidence confidence = ForecastConfidence.None
    ) => BudgetEvaluator.Evaluate(actual, forecast, confidence, new BudgetRules(budget, [80, 100], [100]));
}
