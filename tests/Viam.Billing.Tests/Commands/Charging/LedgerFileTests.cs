using System.Management.Automation;
using Viam.Billing.Files;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// Ledgers as files: several, damaged, read while they are needed elsewhere, and things that are no files.
/// </summary>
public sealed class LedgerFileTests : ChargeTest
{
    private const string Row =
        "[pscustomobject]@{ OrganizationId = '" + Acme + "'; Subtotal = 5; Reference = $reference }";
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(15);

    [Fact]
    public void PipelineThatReadsALedgerChargesWithIt()
    {
        Charge("a");

        var run = Run(
            "Get-ViamChargeLedger $ledger | ForEach-Object { [pscustomobject]@{ OrganizationId = $_.OrganizationId; Subtotal = 6; Reference = 'again-' + $_.Reference } } "
                + "| New-ViamCharge -LedgerPath $ledger -Confirm:$false",
            ("ledger", Ledger)
        );

        Assert.Empty(run.Errors);
        Assert.Equal([5m, 6m], Made.Select(charge => charge.Subtotal));
    }

    [Fact]
    public void LedgerIsNotHeldWhileItsEntriesAreWritten()
    {
        Charge("a");

        var seen = Get<bool>(
            "Get-ViamChargeLedger $ledger | ForEach-Object { $file = [IO.File]::Open($ledger, 'Open', 'ReadWrite', 'None'); $file.CanWrite; $file.Dispose() }",
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
                        Succeed(
                            $"$reference = 'b'; {Row} | New-ViamCharge -LedgerPath $ledger -WhatIf; $reference = 'c'; "
                                + "$rows = { $args[0]; $file = [IO.File]::Open($ledger, 'Open', 'ReadWrite', 'None'); $script:can = $file.CanWrite; $file.Dispose() }; "
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
        File.Copy(Ledger, Folder.PathOf("one.ledger"));
        File.Copy(Ledger, Folder.PathOf("three.ledger"));
        var damaged = Folder.PathOf("two.ledger");
        File.WriteAllText(damaged, "no ledger\n");

        var run = Run(
            "$files | Get-ViamChargeLedger; Get-ViamChargeLedger $files",
            (
                "files",
                new[]
                {
                    Folder.PathOf("one.ledger"),
                    damaged,
                    Folder.PathOf("none.ledger"),
                    Folder.PathOf("three.ledger"),
                }
            )
        );

        Assert.Equal(["a", "a", "a", "a"], run.Of<ChargeLedgerEntry>().Select(entry => entry.Reference));
        Assert.Equal(4, run.Errors.Count);
        AssertError(run.Errors[0], "LedgerDamaged", ErrorCategory.InvalidData, damaged);
        AssertError(run.Errors[1], "LedgerNotFound", ErrorCategory.ObjectNotFound, Folder.PathOf("none.ledger"));
    }

    [Fact]
    public void WildcardsStandForLedgersAndNotForFolders()
    {
        Charge("a");
        File.Copy(Ledger, Folder.PathOf("b.ledger"));
        File.Copy(Ledger, Folder.PathOf("c.other"));
        Directory.CreateDirectory(Folder.PathOf("d.ledger"));

        Assert.Equal(
            2,
            Get<ChargeLedgerEntry>("Get-ViamChargeLedger $pattern", ("pattern", Folder.PathOf("*.ledger"))).Count
        );
        Assert.Equal(
            2,
            Get<ChargeLedgerEntry>(
                "[IO.DirectoryInfo]::new($folder).GetFiles('*.ledger') | Get-ViamChargeLedger",
                ("folder", Folder.FullName)
            ).Count
        );
        Assert.Empty(Succeed("Get-ViamChargeLedger $pattern", ("pattern", Folder.PathOf("*.none"))));
    }

    [Fact]
    public void LiteralPathIsNoWildcard()
    {
        Charge("a");
        var file = Folder.PathOf("charges[1].ledger");
        File.Copy(Ledger, file);

        Assert.Single(Get<ChargeLedgerEntry>("Get-ViamChargeLedger -LiteralPath $file", ("file", file)));
        Assert.Single(Get<ChargeLedgerEntry>("[IO.FileInfo]$file | Get-ViamChargeLedger", ("file", file)));
        Assert.Empty(Succeed("Get-ViamChargeLedger -Path $file", ("file", file)));
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
        Assert.Empty(Made);
    }

    [Theory]
    [InlineData("FIFO")]
    [InlineData("socket")]
    [InlineData("folder")]
    [InlineData("device")]
    [InlineData("link to a FIFO")]
    public async Task WhatIsNoRegularFileIsOneErrorSoon(string kind)
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
                SpecialFile.CreateFifo(Folder.PathOf("fifo"));
                File.CreateSymbolicLink(Ledger, Folder.PathOf("fifo"));
                break;
            case "folder":
                Directory.CreateDirectory(Ledger);
                break;
        }
        foreach (
            var script in new[]
            {
                $"'a', 'b' | ForEach-Object {{ $reference = $_; {Row} }} | New-ViamCharge -LedgerPath $ledger -Confirm:$false",
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
                .WaitAsync(s_soon, TestContext.Current.CancellationToken);

            AssertError(run.OnlyError, "LedgerNotOpened", ErrorCategory.OpenError, path);
            Assert.Empty(run.Output);
        }
        Assert.Empty(Made);
    }

    private void Charge(string reference) =>
        Succeed(
            $"{Row} | New-ViamCharge -LedgerPath $ledger -Confirm:$false",
            ("ledger", Ledger),
            ("reference", reference)
        );
}
