using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Access to the file of a charge ledger, and errors of the disk.</summary>
public sealed class LedgerWriteTests : LedgerTest
{
    [Fact]
    public void LedgerIsLockedUnderEveryPathToTheFile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var link = _folder.GetPath("link");
        File.CreateSymbolicLink(link, Ledger);
        var detour = _folder.GetPath(Path.Combine("sub", "..", "charges.ledger"));
        Directory.CreateDirectory(_folder.GetPath("sub"));

        using (ChargeLedger.Open(link))
        {
            Assert.True(File.Exists(Ledger));
            Assert.All(
                [Ledger, link, detour],
                name => Assert.Throws<IOException>(() => ChargeLedger.Open(name).Dispose())
            );
        }

        ChargeLedger.Open(Ledger).Dispose();
    }

    [Theory]
    [InlineData("new")]
    [InlineData("empty")]
    [InlineData("written")]
    public void LedgerFileIsAccessibleOnlyToOwner(string before)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (before == "written")
        {
            WriteSampleLedger();
        }

        if (before == "empty")
        {
            File.WriteAllText(Ledger, "");
        }

        if (before != "new")
        {
            File.SetUnixFileMode(
                Ledger,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead
            );
        }

        using (var ledger = ChargeLedger.Open(Ledger))
        {
            if (before == "empty")
            {
                ledger.AddIntent("a", s_charge, Service, []);
            }
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Ledger));
    }

    [Fact]
    public void DiscardedWriteThrowsLedgerNotWrittenException()
    {
        using var nothing = new LimitedFileStream(Ledger) { BytesLeft = 0, ThrowsWhenFull = false };
        using var ledger = ChargeLedger.Hold(nothing);

        Assert.Throws<LedgerNotWrittenException>(() => ledger.AddIntent("a", s_charge, Service, []));
    }

    [Fact]
    public void NothingIsWrittenAfterFailedWrite()
    {
        WriteSampleLedger();
        var before = File.ReadAllBytes(Ledger);
        using (var disk = new LimitedFileStream(Ledger) { BytesLeft = 40 })
        using (var ledger = ChargeLedger.Hold(disk))
        {
            Assert.Throws<LedgerNotWrittenException>(() => ledger.AddCharged("d", "invoice-d", reconciled: false));
            Assert.Equal(LedgerEventKind.Intent, ledger.Find("d")!.State);
            disk.BytesLeft = int.MaxValue;
            Assert.Throws<LedgerNotWrittenException>(() => ledger.AddIntent("e", s_charge, Service, []));
        }

        Assert.Equal(before, File.ReadAllBytes(Ledger));
    }

    [Fact]
    public void WriteToDeletedFileThrowsLedgerNotWrittenException()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var ledger = ChargeLedger.Open(Ledger);
        ledger.AddIntent("a", s_charge, Service, []);
        File.Delete(Ledger);

        Assert.Throws<LedgerNotWrittenException>(() => ledger.AddIntent("b", s_charge, Service, []));
    }
}
