using System.Management.Automation;

namespace Viam.Billing.Tests.Commands.Usage;

public sealed class BudgetTests : UsageTest
{
    [Theory]
    [InlineData(799.99, 0, null, false)]
    [InlineData(800.00, 2, 80, false)]
    [InlineData(1000.00, 2, 100, false)]
    [InlineData(1000.01, 3, 100, true)]
    public void BudgetOfThousandIsReachedAndExceeded(double actual, int exitCode, int? reached, bool isExceeded)
    {
        Report(actual);

        var run = Run($"Test-ViamBudget {Acme} -Budget 1000");

        var result = Assert.Single(run.Of<BudgetResult>());
        Assert.Empty(run.Errors);
        Assert.Equal(
            (1000m, (decimal)actual, exitCode, reached, isExceeded),
            (result.Budget, result.Actual, result.ExitCode, (int?)result.ReachedThreshold, result.IsExceeded)
        );
        Assert.Equal(
            (reached, isExceeded) switch
            {
                (null, _) => [],
                (_, true) => ["Acme Robotics has exceeded its budget: 1,000.01 of 1,000.00 USD."],
                (80, _) => ["Acme Robotics has reached 80% of its budget: 800.00 of 1,000.00 USD."],
                _ => ["Acme Robotics has reached 100% of its budget: 1,000.00 of 1,000.00 USD."],
            },
            run.Warnings
        );
    }

    [Fact]
    public void BudgetsFromCsvAreEachTestedAndBadRowsAreErrors()
    {
        Report(90);

        var run = Run(
            $$"""
            @('{{Acme}}', '100', '80;95'), @('{{Bluewater}}', '1,000', '80'), @('{{Owned[2]}}', '100', '80,100'),
                @('{{Owned[3]}}', '100', '0.8'), @('{{Owned[4]}}', '100', '91'), @('{{Owned[5]}}', '', '80') |
                ForEach-Object { [pscustomobject]@{ OrganizationId = $_[0]; Budget = $_[1]; Threshold = $_[2] } } |
                Test-ViamBudget
            """
        );

        Assert.Equal(
            [(Acme, 2, 80m), (Owned[4], 0, null)],
            run.Of<BudgetResult>().Select(static one => (one.OrganizationId, one.ExitCode, one.ReachedThreshold))
        );
        Assert.Equal([Bluewater, Owned[2], Owned[3], Owned[5]], run.Errors.Select(static error => error.TargetObject));
        Assert.All(run.Errors, static error => Assert.StartsWith("InvalidBudget,", error.FullyQualifiedErrorId));
        Assert.Equal(
            [
                $"Organization '{Bluewater}', row 2 of the input: '1,000' isn't an amount in US dollars and "
                    + "cents. Write it as 1234.56.",
                $"Organization '{Owned[2]}', row 3 of the input: '80,100' isn't a percentage. Separate "
                    + "several with semicolons, such as 80;100.",
                $"Organization '{Owned[3]}', row 4 of the input: A threshold is in percent, not a fraction: "
                    + "0.8 would be 0.8%, not 80%.",
                $"Organization '{Owned[5]}', row 6 of the input: An empty value isn't an amount in US dollars "
                    + "and cents. Write it as 1234.56.",
            ],
            run.Errors.Select(static error => error.Exception.Message)
        );
        Assert.Equal(2, UsageRequests);
    }

    [Theory]
    [InlineData($"'{Acme}' | Test-ViamBudget -Budget 100 -Quiet", true)]
    [InlineData($"'{Acme}' | Test-ViamBudget -Budget 89.99 -Quiet", false)]
    [InlineData("@() | Test-ViamBudget -Budget 100 -Quiet", false)]
    [InlineData($"'{Acme}', $null | Test-ViamBudget -Budget 100 -Quiet -ErrorAction SilentlyContinue", false)]
    [InlineData($"@{{ x = 1 }}, '{Acme}' | Test-ViamBudget -Budget 100 -Quiet -ErrorAction SilentlyContinue", false)]
    [InlineData($"'{Acme}', 'x' | Test-ViamBudget -Budget 100 -Quiet -ErrorAction SilentlyContinue", false)]
    [InlineData(
        $"'{Acme}', '{UnknownOrganizationId}' | Test-ViamBudget -Budget 100 -Quiet -ErrorAction SilentlyContinue",
        false
    )]
    [InlineData(
        $"[pscustomobject]@{{ OrganizationId = '{Acme}'; Budget = '1,5' }}, [pscustomobject]@{{ "
            + $"OrganizationId = '{Acme}'; Budget = 100 }} | Test-ViamBudget -Quiet -ErrorAction SilentlyContinue",
        false
    )]
    public void QuietIsTrueOnlyIfEveryBudgetWasTestedAndNoneIsExceeded(string script, bool expected)
    {
        Report(90);

        Assert.Equal([expected], Run(script).Of<bool>());
    }

    [Fact]
    public void SeveralBudgetsOfOneOrganizationAreAllTestedAndWarningsHaveItsName()
    {
        Report(90);

        var run = Run(
            $"50, 100 | ForEach-Object {{ [pscustomobject]@{{ OrganizationId = '{Acme}'; Budget = $_ }} }} "
                + "| Test-ViamBudget"
        );

        Assert.Equal([50m, 100m], run.Of<BudgetResult>().Select(static result => result.Budget));
        Assert.Equal(
            [
                "Acme Robotics has exceeded its budget: 90.00 of 50.00 USD.",
                "Acme Robotics has reached 80% of its budget: 90.00 of 100.00 USD.",
            ],
            run.Warnings
        );
    }

    [Theory]
    [InlineData("''")]
    [InlineData("' '")]
    [InlineData("' ; '")]
    [InlineData("$null")]
    [InlineData("@()")]
    public void EmptyThresholdIsDefault(string threshold)
    {
        Report(90);

        var row = Run(
            $"[pscustomobject]@{{ OrganizationId = '{Acme}'; Budget = '100'; Threshold = {threshold} }} "
                + "| Test-ViamBudget"
        );
        var argument = Run($"Test-ViamBudget {Acme} -Budget 100 -Threshold {threshold} -ForecastThreshold {threshold}");

        foreach (var run in new[] { row, argument })
        {
            Assert.Empty(run.Errors);
            var result = Assert.Single(run.Of<BudgetResult>());
            Assert.Equal((2, 80m), (result.ExitCode, result.ReachedThreshold));
        }
    }

    [Theory]
    [InlineData("1e-28")]
    [InlineData("'0.001'")]
    [InlineData("10.005")]
    [InlineData("79228162514264337593543950335")]
    public void ImpossibleBudgetIsErrorForThatRowOnly(string budget)
    {
        Report(90);

        var run = Run(
            $$"""
            @('{{Acme}}', {{budget}}), @('{{Bluewater}}', 100) |
                ForEach-Object { [pscustomobject]@{ OrganizationId = $_[0]; Budget = $_[1] } } | Test-ViamBudget
            """
        );

        AssertError(run.OnlyError, "InvalidBudget", ErrorCategory.InvalidArgument, Acme);
        Assert.Equal(Bluewater, Assert.Single(run.Of<BudgetResult>()).OrganizationId);
    }

    [Fact]
    public void SameUsageAndBudgetAreTestedOnce()
    {
        Report(90);

        var run = Run(
            $"$usage = Get-ViamCurrentMonthUsage {Acme}; $again = Get-ViamCurrentMonthUsage {Acme}; "
                + "$usage, $usage, $again | Test-ViamBudget -Budget 100 -Verbose; $usage | Test-ViamBudget -Budget 50"
        );

        Assert.Equal([100m, 50m], run.Of<BudgetResult>().Select(static result => result.Budget));
        Assert.Equal(
            2,
            run.Verbose.Count(static text =>
                text == $"Organization Acme Robotics ({Acme}) was already processed in this pipeline."
            )
        );
    }

    [Fact]
    public void QuietWritesNoWarning()
    {
        Report(90);

        Assert.Empty(Run($"Test-ViamBudget {Acme} -Budget 50 -Quiet").Warnings);
    }

    [Theory]
    [InlineData("-Budget 1,500", "'1,500' is a list of 2 values", "If you mean 1500, write it without the comma.")]
    [InlineData("-Budget 1,050", "'1,50' is a list of 2 values", "Write one amount as 1234.56")]
    [InlineData("-Budget 1,500,125", "'1,500,125' is a list of 3 values", "If you mean 1500125, write it")]
    [InlineData("-Budget '1,5'", "'1,5' isn't an amount in US dollars and cents", "Write it as 1234.56.")]
    [InlineData("-Budget 100 -Threshold 0.8", "A threshold is in percent", "0.8 would be 0.8%, not 80%.")]
    public void InvalidArgumentIsOneErrorForAllOrganizations(string arguments, string problem, string advice)
    {
        var run = Run($"'{Acme}', '{Bluewater}' | Test-ViamBudget {arguments}");
        var quiet = Run($"'{Acme}', '{Bluewater}' | Test-ViamBudget {arguments} -Quiet");

        Assert.StartsWith("InvalidBudget,", run.OnlyError.FullyQualifiedErrorId);
        Assert.StartsWith(problem, run.OnlyError.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(advice, run.OnlyError.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Equal([false], quiet.Of<bool>());
        Assert.Equal(0, UsageRequests);
    }

    [Fact]
    public void MissingBudgetIsError()
    {
        AssertError(Run($"Test-ViamBudget {Acme}").OnlyError, "BudgetRequired", ErrorCategory.InvalidArgument, Acme);
        Assert.Equal(0, UsageRequests);
    }

    [Fact]
    public void LowConfidenceForecastCountsOnlyIfTrusted()
    {
        Report(60, DateTime.UtcNow.AddDays(-15));

        var cautious = Run($"Test-ViamBudget {Acme} -Budget 100");
        var trusting = Run($"Test-ViamBudget {Acme} -Budget 100 -TrustLowConfidence");

        Assert.Equal(0, Assert.Single(cautious.Of<BudgetResult>()).ExitCode);
        var result = Assert.Single(trusting.Of<BudgetResult>());
        Assert.Equal((2, 100m, false), (result.ExitCode, result.ReachedForecastThreshold, result.IsExceeded));
        Assert.Contains(
            "is expected to exceed its budget: ",
            Assert.Single(trusting.Warnings),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void UnknownAmountIsError()
    {
        Report(double.NaN);

        AssertError(
            Run($"Test-ViamBudget {Acme} -Budget 100").OnlyError,
            "UsageAmountUnknown",
            ErrorCategory.InvalidData,
            Acme
        );
    }
}
