using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Processes;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Tests.Commands;

public sealed class FocusTests : CmdletTest
{
    private const int Organizations = 40;
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.GetPath("store");

    private string Output => _folder.GetPath("focus");

    private protected override void Prepare()
    {
        Directory.CreateDirectory(Output);
        var store = new UsageStore(Store);
        var month = new DateTime(2026, 9, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < Organizations; i++)
        {
            // September was read at its end, October wasn't.
            Save(store, i, month, readAt: month.AddMonths(1), subtotal: 110m);
            Save(store, i, month.AddMonths(1), readAt: month.AddMonths(1).AddDays(20), subtotal: 60m);
        }
        RunSuccessfully("$store = $s; $output = $o", ("s", Store), ("o", Output));
    }

    private protected override void CleanUp() => _folder.Dispose();

    [Fact]
    public void ClosedMonthsOfTheStoreAreConvertedWithoutASession()
    {
        var run = Run("ConvertTo-ViamFocus -StorePath $store");

        Assert.Empty(run.Errors);
        var rows = run.Output.Select(static item => (FocusRow)item.BaseObject).ToArray();
        Assert.Equal(Organizations * 2, rows.Length);
        Assert.Equal(Organizations * 110m, rows.Sum(static row => row.BilledCost));
        Assert.All(rows, static row => Assert.True(row.x_ViamIsFinal));
        // A past month that wasn't read at its end must not be missing without a word.
        Assert.Equal(Organizations, run.Warnings.Count);
        Assert.Contains("in 2026-10 was last read at 2026-10-21", run.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void OpenMonthIsIncludedOnRequestAndMarked()
    {
        var rows = Get<FocusRow>("ConvertTo-ViamFocus -Organization org-7 -IncludeOpenMonth -StorePath $store");

        Assert.Equal(
            [(9, 100m, true), (9, 10m, true), (10, 50m, false), (10, 10m, false)],
            rows.Select(static row => (row.BillingPeriodStart.Month, row.BilledCost, row.x_ViamIsFinal))
        );
    }

    [Fact]
    public void CurrentUsageFromThePipelineIsConverted()
    {
        RunSuccessfully("Connect-ViamBilling -Sandbox");

        var usage = Assert.Single(
            Get<CurrentMonthUsage>("($usage = Get-ViamCurrentMonthUsage $id)", ("id", SandboxOrganizations.Acme))
        );
        var rows = Get<FocusRow>("$usage | ConvertTo-ViamFocus");
        var days = Get<FocusRow>("$usage | ConvertTo-ViamFocus -Daily");

        Assert.Equal(usage.Subtotal, rows.Sum(static row => row.BilledCost));
        Assert.Equal(usage.Subtotal, days.Sum(static row => row.BilledCost));
        Assert.All(rows, row => Assert.Equal((usage.OrganizationId, false), (row.BillingAccountId, row.x_ViamIsFinal)));
        Assert.True(days.Count >= rows.Count);
    }

    [Theory]
    [InlineData("Csv", ".csv")]
    [InlineData("Parquet", ".parquet")]
    public void EachClosedMonthIsExportedToAFile(string format, string extension)
    {
        var run = Run($"Export-ViamFocus $output -Format {format} -StorePath $store");

        Assert.Empty(run.Errors);
        var file = (FocusFile)Assert.Single(run.Output).BaseObject;
        Assert.Equal(Path.Combine(Output, "focus-2026-09" + extension), file.Path);
        Assert.Equal(
            (true, Organizations, Organizations * 2, Organizations * 110m),
            (file.IsFinal, file.AccountCount, file.RowCount, file.BilledCost)
        );
        Assert.Equal(
            [Path.GetFileName(file.Path), Path.GetFileName(file.MetadataPath)],
            Directory.GetFiles(Output).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void ExportWithoutRowsWritesNoFileAndWarnsOnce()
    {
        RunSuccessfully("Connect-ViamBilling -Sandbox");

        var run = Run("Get-ViamCurrentMonthUsage $id | Export-ViamFocus $output", ("id", SandboxOrganizations.Acme));

        Assert.Empty(run.Errors);
        Assert.Contains("-IncludeOpenMonth", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Output));
    }

    [Fact]
    public void DamagedOrganizationIsAnErrorAndTheOthersAreExported()
    {
        File.WriteAllText(Path.Combine(Store, "usage", "org-3", "2026-09.jsonl"), "{\"v\":1}\n{\"v\":1}\n");

        var run = Run("Export-ViamFocus $output -StorePath $store -WarningAction Ignore");

        AssertError(Assert.Single(run.Errors), "StoreDamaged", ErrorCategory.InvalidData, "org-3");
        Assert.Equal(Organizations - 1, ((FocusFile)Assert.Single(run.Output).BaseObject).AccountCount);
    }

    [Fact]
    public void RowsAndErrorsAreInTheOrderOfTheOrganizations()
    {
        File.WriteAllText(Path.Combine(Store, "usage", "org-3", "2026-09.jsonl"), "{\"v\":1}\n{\"v\":1}\n");

        var run = Run(
            """
            ConvertTo-ViamFocus -Organization org-1, missing, org-2, org-3, org-4 -StorePath $store 2>&1 |
                ForEach-Object { $_.BillingAccountId ?? $_.FullyQualifiedErrorId.Split(',')[0] }
            """
        );

        Assert.Equal(
            ["org-1", "org-1", "UsageHistoryNotFound", "org-2", "org-2", "StoreDamaged", "org-4", "org-4"],
            run.Output.Select(static item => (string)item.BaseObject)
        );
    }

    [Fact]
    public void ErrorThatEndsThePipelineComesAfterTheRowsBeforeIt()
    {
        var run = Run(
            """
            try { ConvertTo-ViamFocus -Organization org-1, missing, org-2 -StorePath $store -ErrorAction Stop }
            catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            """
        );

        Assert.Equal(
            ["org-1", "org-1", "UsageHistoryNotFound"],
            run.Output.Select(static item =>
                item.BaseObject is FocusRow row ? row.BillingAccountId : (string)item.BaseObject
            )
        );
    }

    [Fact]
    public void WhatIfWritesNothing()
    {
        Assert.Empty(RunSuccessfully("Export-ViamFocus $output -StorePath $store -WhatIf"));

        Assert.Empty(Directory.GetFileSystemEntries(Output));
    }

    [Fact]
    public void MissingFolderIsAnError()
    {
        var run = Run("Export-ViamFocus $output/none -StorePath $store");

        Assert.StartsWith("FolderNotFound,", Assert.Single(run.Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("focus-2026-09.csv")]
    [InlineData("focus-2026-09.csv.metadata.json")]
    [InlineData("focus-2026-10.csv")]
    [InlineData("focus-2026-10.csv.metadata.json")]
    public void FileThatCannotBeReplacedLeavesAllFilesOfThePreviousExport(string name)
    {
        var export = "Export-ViamFocus $output -StorePath $store -IncludeOpenMonth -InvoiceIssuerName";
        RunSuccessfully($"{export} First");
        var blocked = Path.Combine(Output, name);
        File.Delete(blocked);
        Directory.CreateDirectory(blocked);
        var before = ReadFiles();

        var run = Run($"{export} Second");

        Assert.Empty(run.Output);
        Assert.StartsWith("FileNotSaved,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(before, ReadFiles());
    }

    [Theory]
    [InlineData("Csv")]
    [InlineData("Parquet")]
    public async Task KilledExportLeavesThePreviousFile(string format)
    {
        var file = (FocusFile)
            Assert.Single(Run($"Export-ViamFocus $output -Format {format} -StorePath $store").Output).BaseObject;
        var before = await File.ReadAllBytesAsync(file.Path, TestContext.Current.CancellationToken);

        var export = $"Export-ViamFocus '{Output}' -Format {format} -InvoiceIssuerName Reseller -StorePath '{Store}'";
        var organizations =
            $"0..{Organizations - 1} | ForEach-Object {{ if ($_ -eq 30) {{ Stop-Process -Id $PID -Force }}; "
            + $"\"org-$_\" }}";
        var killed = await PowerShellProcess.RunAsync([
            "-Command",
            $"{PowerShellProcess.ImportModule} {organizations} | {export} 3>$null; 'finished'",
        ]);

        Assert.NotEqual(0, killed.ExitCode);
        Assert.DoesNotContain("finished", killed.Output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(file.Path, TestContext.Current.CancellationToken));
    }

    private SortedDictionary<string, string> ReadFiles() =>
        new(Directory.GetFiles(Output).ToDictionary(static path => path, File.ReadAllText), StringComparer.Ordinal);

    private static void Save(UsageStore store, int organization, DateTime start, DateTime readAt, decimal subtotal) =>
        store.Save(
            $"org-{organization}",
            UsageSnapshot.Create(
                readAt,
                start,
                endDate: null,
                subtotal,
                [
                    new SourceUsage
                    {
                        Type = "Org",
                        Tier = "standard",
                        Discount = 0,
                        Costs = [new ResourceCost("PerMachine", subtotal - 10m)],
                    },
                ]
            )!,
            TimeSpan.Zero
        );
}
