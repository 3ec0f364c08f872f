using System.Management.Automation;

namespace Viam.Billing.Tests.Commands.Usage;

/// <summary>Messages about usage show the name and ID of the organization.</summary>
public sealed class UsageNameTests : UsageTest
{
    [Theory]
    [InlineData("Get-ViamUsageForecast {0}")]
    [InlineData("Get-ViamCurrentMonthUsage {0} | Get-ViamUsageForecast")]
    public void WarningOfUnknownCostNamesTheOrganization(string script)
    {
        Report(double.NaN);

        Assert.Contains(
            $"of organization Acme Robotics ({Acme}) is unknown.",
            Assert.Single(Run(string.Format(null, script, Acme)).Warnings),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Test-ViamBudget {0} -Budget 5")]
    [InlineData("Get-ViamCurrentMonthUsage {0} | Test-ViamBudget -Budget 5")]
    public void ErrorOfUnknownAmountNamesTheOrganization(string script)
    {
        Report(double.NaN);

        var error = Run(string.Format(null, script, Acme)).OnlyError;

        AssertError(error, "UsageAmountUnknown", ErrorCategory.InvalidData, Acme);
        Assert.Equal($"The amount due of organization Acme Robotics ({Acme}) is unknown.", error.Exception.Message);
    }

    [Fact]
    public void ErrorOfUnknownPeriodNamesTheOrganization()
    {
        Server.Faults.Rewrite = static response =>
        {
            if (response is Contract.GetCurrentMonthUsageResponse usage)
            {
                usage.StartDate = null;
            }
            return response;
        };

        var error = Run($"Get-ViamUsageForecast {Acme}").OnlyError;

        AssertError(error, "UsagePeriodUnknown", ErrorCategory.InvalidData, Acme);
        Assert.EndsWith($"of organization Acme Robotics ({Acme}).", error.Exception.Message, StringComparison.Ordinal);
    }
}
