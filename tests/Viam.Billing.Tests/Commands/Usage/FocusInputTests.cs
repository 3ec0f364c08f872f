using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Commands.Usage;

/// <summary>Usage from the pipeline counts once per organization and billing period.</summary>
public sealed class FocusInputTests : UsageTest
{
    private readonly TemporaryFolder _focus = new();

    private protected override void CleanUp()
    {
        base.CleanUp();
        _focus.Dispose();
    }

    [Theory]
    [InlineData("$old, $new")]
    [InlineData("$new, $old")]
    [InlineData("$new, $old, $new, $new")]
    public void RepeatedUsageIsConvertedOnceAndTheLatestCounts(string input)
    {
        ReadTwice();

        var rows = Get<FocusRow>($"{input} | ConvertTo-ViamFocus");
        var days = Get<FocusRow>($"{input} | ConvertTo-ViamFocus -Daily");
        var file = Assert.Single(
            Get<FocusFile>($"{input} | Export-ViamFocus -Path $folder -IncludeOpenMonth", ("folder", _focus.FullName))
        );

        Assert.Equal(25.5m, rows.Sum(static row => row.BilledCost));
        Assert.Equal(25.5m, days.Sum(static row => row.BilledCost));
        Assert.Equal((25.5m, 1), (file.BilledCost, file.AccountCount));
    }

    [Theory]
    [InlineData("$id; $new")]
    [InlineData("$new; $id")]
    public void UsageThatIsAlsoReadFromTheStoreIsConvertedOnceWithAWarning(string input)
    {
        ReadTwice();
        RunSuccessfully("$new | Save-ViamUsageSnapshot");

        var run = Run($"& {{ {input} }} | ConvertTo-ViamFocus -IncludeOpenMonth", ("id", Acme));

        Assert.Empty(run.Errors);
        Assert.Equal(25.5m, run.Output.Sum(static row => ((FocusRow)row.BaseObject).BilledCost));
        Assert.Contains("from the pipeline was left out", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void OrganizationsOfThePipelineAreConvertedInInputOrder()
    {
        var usage = Get<CurrentMonthUsage>("$ids | Get-ViamCurrentMonthUsage", ("ids", Owned));

        var rows = Get<FocusRow>("$usage + $usage | ConvertTo-ViamFocus", ("usage", usage));

        Assert.Equal(Owned, rows.Select(static row => row.BillingAccountId).Distinct());
        Assert.Equal(usage.Sum(static item => item.Subtotal), rows.Sum(static row => row.BilledCost));
    }

    [Theory]
    [InlineData("-Monthly", "ConvertTo-ViamFocus")]
    [InlineData("-Daily", "ConvertTo-ViamFocus")]
    [InlineData("-Snapshot", "ConvertTo-ViamFocus")]
    [InlineData("-Monthly -ByResource", "ConvertTo-ViamFocus")]
    [InlineData("-Snapshot", "Save-ViamUsageSnapshot")]
    public void PastUsageIsNotUsedAsTheNameOfAnOrganization(string rows, string command)
    {
        ReadTwice();
        RunSuccessfully("$new | Save-ViamUsageSnapshot");

        var run = Run($"Get-ViamUsageHistory {rows} | {command}");

        Assert.Empty(run.Output);
        Assert.All(
            run.Errors,
            static error => Assert.StartsWith("UsageIncomplete,", error.FullyQualifiedErrorId, StringComparison.Ordinal)
        );
        Assert.NotEmpty(run.Errors);
    }

    [Fact]
    public void RowsOfUsageAreOneError()
    {
        var run = Run("Get-ViamCurrentMonthUsage $id -ByResource | ConvertTo-ViamFocus", ("id", Acme));

        Assert.Empty(run.Output);
        Assert.StartsWith("UsageIncomplete,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private void ReadTwice()
    {
        var start = new DateTime(DateTime.UtcNow.Year, DateTime.UtcNow.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        Report(10.25, start);
        RunSuccessfully("$old = Get-ViamCurrentMonthUsage $id; [System.Threading.Thread]::Sleep(2)", ("id", Acme));
        Report(25.5, start);
        RunSuccessfully("$new = Get-ViamCurrentMonthUsage $id", ("id", Acme));
    }
}
