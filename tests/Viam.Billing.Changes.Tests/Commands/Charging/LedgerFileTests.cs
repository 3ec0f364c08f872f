using System.Management.Automation;
using Viam.Billing.Files;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// Files of charge ledgers: several files, damaged files, files in use, and paths that aren't regular files.
/// </summary>
public sealed class LedgerFileTests : ChargeTest
{
    private const string Row =
        "[pscustomobject]@{ OrganizationId = '" + Acme + "'; Subtotal = 5; Reference = $reference }";
    private static readonly TimeSpan s_errorTimeLimit = TimeSpan.FromSeconds(15);

    [Fact]
    public void PipelineThatReadsALedgerChargesWithIt()
    {
        Charge("a");

        var run = Run(
            "Get-ViamChargeLedger $ledger | ForEach-Object { [pscustomobject]@{ OrganizationId = "
                + "$_.OrganizationId; Subtotal = 6; Reference = 'again-' + $_.Reference } } "
                + "| New-ViamCharge -LedgerPath $ledger -Confirm:$false",
            ("ledger", Ledger)
        );

        Assert.Empty(run.Errors);
        Assert.Equal([5m, 6m], ServerCharges.Select(charge => charge.Subtotal));
    }

    [Fact]
    public void LedgerIsNotHeldWhileItsEntriesAreWritten()
    {
        Charge("a");

        var seen = Get<bool>(
            "Get-ViamChargeLedger $ledger | ForEach-Object { $file = [IO.File]::Open($ledger, 'Open', "
                + "'ReadWrite', 'None'); $file.CanWrite; $file.Dispose() }",
            ("ledger", Ledger)
        );

        Assert.True(Assert.Single(seen));
    }

    [Fact]
    public void LedgerIsNotHeldByWhatIf()
    {
        Charge("a");

        Assert.True(
            (bool)
                Assert
                    .Single(
                        RunSuccessfully(
                            $"$reference = 'b'; {Row} | New-ViamCharge -LedgerPath $ledger -WhatIf; $reference = 'c'; "
                                + "$rows = { $args[0]; $file = [IO.File]::Open($ledger, 'Open', 'ReadWrite', "
                                + "'None'); $script:can = $file.CanWrite; $file.Dispose() }; "
                                + $"& $rows ({Row}) | New-ViamCharge -LedgerPath $ledger -WhatIf; $script:can",
                            ("ledger", Ledger)
                        )
                    )
                    .BaseObject
        );
    }

    [Fact]
    public void DamagedLedgerAmongOthersEndsNothing()
    {
        Charge("a");
        File.Copy(Ledger, Folder.GetPath("one.ledger"));
        File.Copy(Ledger, Folder.GetPath("three.ledger"));
        var damaged = Folder.GetPath("two.ledger");
        File.WriteAllText(damaged, "no ledger\n");

        var run = Run(
            "$files | Get-ViamChargeLedger; Get-ViamChargeLedger $files",
            (
                "files",
                new[]
                {
                    Folder.GetPath("one.ledger"),
                    damaged,
                    Folder.GetPath("none.ledger"),
                    Folder.GetPath(Path.Combine("missing", "none.ledger")),
                    Folder.GetPath("three.ledger"),
                }
            )
        );

        Assert.Equal(["a", "a", "a", "a"], run.Of<ChargeLedgerEntry>().Select(entry => entry.Reference));
        Assert.Equal(6, run.Errors.Count);
        AssertError(run.Errors[0], "LedgerDamaged", ErrorCategory.InvalidData, damaged);
        AssertError(run.Errors[1], "LedgerNotFound", ErrorCategory.ObjectNotFound, Folder.GetPath("none.ledger"));
        Assert.StartsWith("LedgerNotFound,", run.Errors[2].FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void WildcardsStandForLedgersAndNotForFolders()
    {
        Charge("a");
        File.Copy(Ledger, Folder.GetPath("b.ledger"));
        File.Copy(Ledger, Folder.GetPath("c.other"));
        Directory.CreateDirectory(Folder.GetPath("d.ledger"));

        Assert.Equal(
            2,
            Get<ChargeLedgerEntry>("Get-ViamChargeLedger $pattern", ("pattern", Folder.GetPath("*.ledger"))).Count
        );
        Assert.Equal(
            2,
            Get<ChargeLedgerEntry>(
                "[IO.DirectoryInfo]::new($folder).GetFiles('*.ledger') | Get-ViamChargeLedger",
                ("folder", Folder.FullName)
            ).Count
        );
        Assert.Empty(RunSuccessfully("Get-ViamChargeLedger $pattern", ("pattern", Folder.GetPath("*.none"))));
    }

    [Fact]
    public void ExistingFileWithBracketsInItsNameIsFound()
    {
        Charge("a");
        var file = Folder.GetPath("charges[1].ledger");
        File.Copy(Ledger, file);

        Assert.Single(Get<ChargeLedgerEntry>("Get-ViamChargeLedger -LiteralPath $file", ("file", file)));
        Assert.Single(Get<ChargeLedgerEntry>("[IO.FileInfo]$file | Get-ViamChargeLedger", ("file", file)));
        Assert.Single(Get<ChargeLedgerEntry>("Get-ViamChargeLedger -LedgerPath $file", ("file", file)));
        Assert.Empty(
            RunSuccessfully("Get-ViamChargeLedger -Path $file", ("file", Folder.GetPath("charges[2].ledger")))
        );
    }

    [Theory]
    [InlineData("@()")]
    [InlineData("@([pscustomobject]@{ OrganizationId = 'none'; Subtotal = 5; Reference = 'a' })")]
    [InlineData("(Get-ViamInvoice " + Acme + " -Latest 1)")]
    public void PipelineWithoutAChargeCreatesNoLedger(string rows)
    {
        Run(
            $"{rows} | New-ViamCharge -Subtotal 5 -Reference a -LedgerPath $ledger -Confirm:$false",
            ("ledger", Ledger)
        );

        Assert.Empty(Folder.Names);
        Assert.Empty(ServerCharges);
    }

    [Theory]
    [InlineData("FIFO")]
    [InlineData("socket")]
    [InlineData("folder")]
    [InlineData("device")]
    [InlineData("link to a FIFO")]
    public async Task PathThatIsNotARegularFileIsReportedWithoutWaiting(string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs mkfifo and devices.");
        using var socket = kind == "socket" ? SpecialFile.CreateSocket(Ledger) : null;
        var path = kind == "device" ? "/dev/null" : Ledger;
        switch (kind)
        {
            case "FIFO":
                SpecialFile.CreateFifo(Ledger);
                break;
            case "link to a FIFO":
                SpecialFile.CreateFifo(Folder.GetPath("fifo"));
                File.CreateSymbolicLink(Ledger, Folder.GetPath("fifo"));
                break;
            case "folder":
                Directory.CreateDirectory(Ledger);
                break;
        }
        foreach (
            var script in new[]
            {
                $"'a', 'b' | ForEach-Object {{ $reference = $_; {Row} }} "
                    + "| New-ViamCharge -LedgerPath $ledger -Confirm:$false",
                $"'a', 'b' | ForEach-Object {{ $reference = $_; {Row} }} | New-ViamCharge -LedgerPath $ledger -WhatIf",
                "Get-ViamChargeLedger $ledger",
            }
        )
        {
            if (kind == "folder" && script.EndsWith("-WhatIf", StringComparison.Ordinal))
            {
                continue;
            }
            var run = await Task.Run(() => Run(script, ("ledger", path)))
                .WaitAsync(s_errorTimeLimit, TestContext.Current.CancellationToken);

            AssertError(run.OnlyError, "LedgerNotOpened", ErrorCategory.OpenError, path);
            Assert.Empty(run.Output);
        }
        Assert.Empty(ServerCharges);
    }

    private void Charge(string reference) =>
        RunSuccessfully(
            $"{Row} | New-ViamCharge -LedgerPath $ledger -Confirm:$false",
            ("ledger", Ledger),
            ("reference", reference)
        );
}
