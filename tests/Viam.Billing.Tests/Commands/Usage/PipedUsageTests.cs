using System.Management.Automation;

namespace Viam.Billing.Tests.Commands.Usage;

/// <summary>Usage from the pipeline, which needs no request.</summary>
public sealed class PipedUsageTests : UsageTest
{
    [Fact]
    public void PipedUsageServesAllCmdletsWithoutAnotherRequest()
    {
        var run = Run(
            """
            $usage = Get-ViamOrganization | Get-ViamCurrentMonthUsage
            $usage | Save-ViamUsageSnapshot
            $usage | Get-ViamUsageForecast -AllowEarly
            $usage | Test-ViamBudget -Budget 1000000
            $usage | Compare-ViamUsage -With Yesterday -IncludeUnchanged
            """
        );

        // The store is new, so nothing can be compared.
        Assert.All(run.Errors, static error => Assert.StartsWith("UsageHistoryNotFound,", error.FullyQualifiedErrorId));
        Assert.Equal(Owned.Length, run.Output.Count(static item => item.BaseObject is SavedUsageSnapshot));
        Assert.Equal(Owned.Length, run.Output.Count(static item => item.BaseObject is UsageForecast));
        Assert.Equal(Owned.Length, run.Output.Count(static item => item.BaseObject is BudgetResult));
        Assert.Equal(Owned.Length, UsageRequests);
    }

    [Fact]
    public void PipedUsageNeedsNoSession()
    {
        var saved = Get<SavedUsageSnapshot>(
            $"$usage = Get-ViamCurrentMonthUsage {Acme}; Disconnect-ViamBilling; $usage | Save-ViamUsageSnapshot"
        );

        Assert.Equal((Acme, UsageSnapshotStatus.Saved), (Assert.Single(saved).OrganizationId, saved[0].Status));
    }

    [Theory]
    [InlineData("$usage | Get-ViamCurrentMonthUsage -ByResource", "-ByResource")]
    [InlineData("$usage | ForEach-Object $toCsvRow", "copy")]
    [InlineData("$rows | ForEach-Object $toCsvRow", "-ByResource")]
    [InlineData("$usage | ForEach-Object { & $select $_ OrganizationName, OrganizationId }", "part")]
    [InlineData("$usage | ForEach-Object { & $select $_ OrganizationId, Discount }", "part")]
    [InlineData(
        "$usage | ForEach-Object { & $select $_ OrganizationId, AmountDue } | ForEach-Object $toCsvRow",
        "part"
    )]
    [InlineData(
        "$usage | ForEach-Object { & $select $_ OrganizationId, OtherCharges } | ForEach-Object $toCsvRow",
        "part"
    )]
    [InlineData("$rows | ForEach-Object { & $select $_ OrganizationId, ResourceType }", "-ByResource")]
    [InlineData(
        "$rows | ForEach-Object { & $select $_ OrganizationId, NetCost } | ForEach-Object $toCsvRow",
        "-ByResource"
    )]
    [InlineData(
        "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($usage))",
        "copy"
    )]
    [InlineData(
        "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($rows))",
        "-ByResource"
    )]
    public void PartOrCopyOfUsageIsOneErrorAndNoRequest(string input, string reason)
    {
        // The shell of the tests has no Select-Object.
        const string Select =
            "$select = { param($item, $names) $part = [pscustomobject]@{}; foreach ($name in $names) { "
            + "$part.psobject.Properties.Add([psnoteproperty]::new($name, $item.$name)) }; "
            + "$part.PSTypeNames.Insert(0, \"Selected.$($item.PSTypeNames[0])\"); $part }; ";
        // As Import-Csv makes rows: all values are text.
        const string ToCsvRow =
            "$toCsvRow = { $row = [ordered]@{}; $_.psobject.Properties | "
            + "ForEach-Object { $row[$_.Name] = \"$($_.Value)\" }; [pscustomobject]$row }; ";
        var script =
            Select
            + ToCsvRow
            + $"$usage = Get-ViamCurrentMonthUsage {Acme}; $rows = Get-ViamCurrentMonthUsage {Acme} -ByResource; "
            + $"$all = @({input})";
        Assert.Empty(Run(script).Errors);
        foreach (
            var command in new[]
            {
                "Save-ViamUsageSnapshot",
                "Get-ViamUsageForecast",
                "Test-ViamBudget -Budget 1",
                "Compare-ViamUsage",
            }
        )
        {
            var before = UsageRequests;
            var run = Run($"$all | {command}");

            AssertError(run.OnlyError, "UsageIncomplete", ErrorCategory.InvalidType, null);
            Assert.Contains(reason, run.OnlyError.Exception.Message, StringComparison.Ordinal);
            Assert.Contains(
                "Get-ViamCurrentMonthUsage",
                run.OnlyError.ErrorDetails.RecommendedAction,
                StringComparison.Ordinal
            );
            Assert.Empty(run.Output);
            Assert.Equal(before, UsageRequests);
        }
        Assert.Empty(StoredFiles);
    }

    [Fact]
    public void ObjectWithoutOrganizationIsNotTakenForDefaultOrganization()
    {
        Connect($"-OrganizationId {Acme}");

        var run = Run("[pscustomobject]@{ Budget = 5 } | Test-ViamBudget");

        Assert.Matches("^(OrganizationRequired|InvalidOrganizationId),", run.OnlyError.FullyQualifiedErrorId);
        Assert.Equal(0, UsageRequests);
    }

    [Fact]
    public void SameObjectIsSavedOnce()
    {
        var run = Run(
            $"$usage = Get-ViamCurrentMonthUsage {Acme}; $usage, $usage "
                + "| Save-ViamUsageSnapshot -MinimumInterval 00:00:00"
        );

        Assert.Single(File.ReadLines(Assert.Single(run.Of<SavedUsageSnapshot>()).Path));
    }

    [Fact]
    public void SameUsageIsOneSetOfFocusRows()
    {
        Report(90);

        var run = Run(
            $"$usage = Get-ViamCurrentMonthUsage {Acme}; $again = Get-ViamCurrentMonthUsage {Acme}; "
                + "$usage, $usage, $again | ConvertTo-ViamFocus"
        );

        Assert.Single(run.Output);
        Assert.Empty(run.Errors);
    }
}
