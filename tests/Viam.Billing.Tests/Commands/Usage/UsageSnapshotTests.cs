using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Tests.Commands.Usage;

public sealed class UsageSnapshotTests : UsageTest
{
    [Fact]
    public void SnapshotIsSavedOncePerIntervalAndOrganization()
    {
        var first = Get<SavedUsageSnapshot>("Get-ViamOrganization | Save-ViamUsageSnapshot");
        var second = Get<SavedUsageSnapshot>("Get-ViamOrganization | Save-ViamUsageSnapshot");

        Assert.Equal(Owned, first.Select(static saved => saved.OrganizationId));
        Assert.All(first, static saved => Assert.Equal(UsageSnapshotStatus.Saved, saved.Status));
        Assert.All(second, static saved => Assert.Equal(UsageSnapshotStatus.Kept, saved.Status));
        Assert.Equal(first.Select(static saved => saved.Path).Order(), StoredFiles.Order());
        Assert.All(
            first,
            saved =>
            {
                Assert.Single(File.ReadLines(saved.Path));
                Assert.Equal(FileOf(saved.OrganizationId, saved.StartDate), saved.Path);
                Assert.Equal(saved.StartDate.AddMonths(1), saved.EndDate);
                Assert.NotNull(saved.Subtotal);
            }
        );
        Assert.Equal(2 * Owned.Length, UsageRequests);
    }

    [Fact]
    public void IntervalOfZeroSavesEverySnapshot()
    {
        Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme} -MinimumInterval 00:00:00");
        Thread.Sleep(1100);
        var saved = Assert.Single(Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme} -MinimumInterval 00:00:00"));

        Assert.Equal(2, File.ReadLines(saved.Path).Count());
    }

    [Fact]
    public void NumberAsIntervalIsRejected() =>
        Assert.StartsWith(
            "ParameterArgumentValidationError,",
            Run($"Save-ViamUsageSnapshot {Acme} -MinimumInterval 2").OnlyError.FullyQualifiedErrorId,
            StringComparison.Ordinal
        );

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
            + $"$usage = Get-ViamCurrentMonthUsage {Acme}; $rows = Get-ViamCurrentMonthUsage {Acme} -ByResource; $all = @({input})";
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
    public void WhatIfSavesAndRequestsNothing()
    {
        Assert.Empty(RunSuccessfully($"Save-ViamUsageSnapshot {Acme} -WhatIf"));

        Assert.Empty(StoredFiles);
        Assert.Equal(0, UsageRequests);
    }

    [Fact]
    public void BusyFileIsErrorForThatOrganizationOnly()
    {
        var path = Assert.Single(Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme}")).Path;
        using var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var run = Run("Get-ViamOrganization | Save-ViamUsageSnapshot");

        AssertError(run.OnlyError, "StoreBusy", ErrorCategory.ResourceBusy, Acme);
        Assert.Equal(Owned.Except([Acme]), run.Of<SavedUsageSnapshot>().Select(static saved => saved.OrganizationId));
    }

    [Theory]
    [InlineData("nonsense\n", "StoreDamaged", ErrorCategory.InvalidData)]
    [InlineData("{\"v\":9}\n", "StoreVersionNotSupported", ErrorCategory.NotImplemented)]
    public void UnreadableFileIsErrorForThatOrganizationOnly(string line, string id, ErrorCategory category)
    {
        var path = Assert.Single(Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme}")).Path;
        File.AppendAllText(path, line);
        foreach (
            var command in new[]
            {
                "Save-ViamUsageSnapshot",
                "Get-ViamUsageForecast -AllowEarly",
                "Test-ViamBudget -Budget 1e6",
                "Get-ViamUsageHistory -Snapshot",
            }
        )
        {
            var run = Run($"'{Acme}', '{Bluewater}' | Save-ViamUsageSnapshot; '{Acme}', '{Bluewater}' | {command}");

            Assert.All(run.Errors, error => AssertError(error, id, category, Acme));
            Assert.Equal(2, run.Errors.Count);
            Assert.All(run.Output, static item => Assert.Equal(Bluewater, Property<string>(item, "OrganizationId")));
            Assert.Equal(2, run.Output.Count);
        }
    }

    [Fact]
    public void ImpossibleTimeInStoreIsErrorForThatOrganizationOnly()
    {
        Assert.Single(Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme}"));
        File.WriteAllText(
            Path.Combine(StorePath, "usage", Acme, "9999-12.jsonl"),
            """{"v":1,"at":"2026-11-25T00:00:00Z","start":"9999-12-31T00:00:00Z","subtotal":1,"sources":[]}""" + "\n"
        );
        foreach (
            var command in new[]
            {
                "Get-ViamUsageForecast -AllowEarly",
                "Test-ViamBudget -Budget 1e6",
                "Get-ViamUsageHistory -Snapshot",
                "ConvertTo-ViamFocus -IncludeOpenMonth",
            }
        )
        {
            var run = Run($"'{Acme}', '{Bluewater}' | Save-ViamUsageSnapshot; '{Acme}', '{Bluewater}' | {command}");

            AssertError(run.OnlyError, "StoreDamaged", ErrorCategory.InvalidData, Acme);
            Assert.Contains("9999-12.jsonl' is damaged on line 1.", run.OnlyError.Exception.Message);
            Assert.Contains(run.Output, static item => item.BaseObject is not SavedUsageSnapshot);
        }
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

    [Theory]
    [InlineData("Get-ViamUsageHistory")]
    [InlineData("Get-ViamUsageForecast -AsOf 2026-11-20")]
    [InlineData("ConvertTo-ViamFocus")]
    public void MissingStoreInEnvironmentIsError(string command)
    {
        var missing = Path.Combine(StorePath, "typo");
        Environment.SetEnvironmentVariable(UsageStoreLocation.Variable, missing);

        AssertError(Run(command).OnlyError, "StoreNotFound", ErrorCategory.ObjectNotFound, missing);
    }

    [Fact]
    public void MissingStoreInEnvironmentIsWarningBesideUsage()
    {
        var missing = Path.Combine(StorePath, "typo");
        Environment.SetEnvironmentVariable(UsageStoreLocation.Variable, missing);

        var run = Run($"'{Acme}', '{Bluewater}' | Test-ViamBudget -Budget 1000000");

        Assert.Equal(2, run.Of<BudgetResult>().Count());
        Assert.Equal(
            $"The usage store '{missing}' doesn't exist, so no history is available. "
                + "To keep usage, run Save-ViamUsageSnapshot every day, such as in a nightly job.",
            Assert.Single(run.Warnings)
        );
    }

    [Theory]
    [InlineData("Get-ViamUsageHistory")]
    [InlineData("ConvertTo-ViamFocus")]
    [InlineData("Test-ViamBudget -Budget 1000000")]
    public void StoreThatIsNoFolderIsError(string command)
    {
        var file = Path.Combine(StorePath, "file");
        Directory.CreateDirectory(StorePath);
        File.WriteAllText(file, "");

        var error = Run($"{command} -StorePath '{file}'").OnlyError;

        AssertError(error, "StoreNotOpened", ErrorCategory.OpenError, file);
        Assert.Equal($"'{file}' is a file, not a folder.", error.Exception.Message);
    }

    [Fact]
    public void RelativeStoreInEnvironmentIsRejected()
    {
        Environment.SetEnvironmentVariable(UsageStoreLocation.Variable, "store");

        var error = Run($"Save-ViamUsageSnapshot {Acme}").OnlyError;

        AssertError(error, "StorePathRequired", ErrorCategory.InvalidArgument, null);
        Assert.Equal(0, UsageRequests);
    }

    [Fact]
    public void ResponseWithoutPeriodIsErrorAndNotSaved()
    {
        Server.Faults.Rewrite = static response =>
        {
            if (response is Contract.GetCurrentMonthUsageResponse usage)
            {
                usage.StartDate = null;
            }
            return response;
        };

        var run = Run($"Save-ViamUsageSnapshot {Acme}");

        AssertError(run.OnlyError, "UsagePeriodUnknown", ErrorCategory.InvalidData, Acme);
        Assert.Empty(StoredFiles);
    }

    [Fact]
    public void ResponseOfPastMonthGoesToFileOfThatMonth()
    {
        Report(100, Utc(2026, 11, 1));

        var saved = Assert.Single(Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme}"));

        Assert.Equal(FileOf(Acme, Utc(2026, 11, 1)), saved.Path);
        Assert.Equal((Utc(2026, 11, 1), Utc(2026, 12, 1), 100m), (saved.StartDate, saved.EndDate, saved.Subtotal));
    }
}
