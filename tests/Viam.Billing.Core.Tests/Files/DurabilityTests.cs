using Viam.Billing.Charging.Ledger;
using Viam.Billing.Files;
using Viam.Billing.Services;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Core.Tests.Files;

/// <summary>
/// What must be on disk before a method returns, so that a power failure doesn't lose data that other steps depend on.
/// </summary>
public sealed class DurabilityTests : IDisposable
{
    private const string Service = "https://app.viam.com";
    private static readonly ChargeRequest s_charge = new(
        "6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10",
        10m,
        0m,
        null,
        null,
        NoConfirmationEmail: false
    );
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingDisk _disk = new();

    private string Ledger => _folder.GetPath("charges.ledger");

    private string Folder => Path.GetFileName(_folder.FullName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LedgerLineIsFlushedBeforeMethodReturns()
    {
        using var ledger = ChargeLedger.Open(Ledger, _disk);
        _disk.TakeSteps();

        ledger.AddIntent("a", s_charge, Service, []);
        Assert.Equal("write, flush", _disk.TakeSteps());

        ledger.AddCharged("a", "invoice", reconciled: false);
        Assert.Equal("write, flush", _disk.TakeSteps());
    }

    [Fact]
    public void NewLedgerIsFlushedIntoItsFolder()
    {
        using (ChargeLedger.Open(Ledger, _disk))
        {
            Assert.Equal($"flush folder {Folder}, flush", _disk.TakeSteps());
        }

        // A file that is empty after a power failure may not be stored in its folder permanently.
        using (ChargeLedger.Open(Ledger, _disk))
        {
            Assert.Equal($"flush folder {Folder}, flush", _disk.TakeSteps());
        }
    }

    [Fact]
    public void RepairedLedgerIsFlushedBeforeItIsUsed()
    {
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            ledger.AddIntent("a", s_charge, Service, []);
        }
        var whole = File.ReadAllBytes(Ledger);
        File.WriteAllBytes(Ledger, whole[..^1]);
        using (ChargeLedger.Open(Ledger, _disk))
        {
            Assert.Equal("write, flush", _disk.TakeSteps());
        }

        File.WriteAllBytes(Ledger, [.. whole, .. whole[..20]]);
        using (ChargeLedger.Open(Ledger, _disk))
        {
            Assert.Equal("truncate, flush", _disk.TakeSteps());
        }
        Assert.Equal(whole, File.ReadAllBytes(Ledger));
    }

    [Fact]
    public void SnapshotIsFlushedBeforeItCounts()
    {
        var store = new UsageStore(_folder.FullName, disk: _disk);
        Save(1);
        Assert.Equal($"flush folder {Folder}, flush folder usage, flush folder acme, write, flush", _disk.TakeSteps());

        Save(2);
        Assert.Equal("write, flush", _disk.TakeSteps());

        var path = Path.Combine(_folder.FullName, "usage", "acme", "2026-11.jsonl");
        File.AppendAllText(path, "{\"v\":1,");
        Save(3);
        Assert.Equal("truncate, flush, write, flush", _disk.TakeSteps());

        void Save(int day)
        {
            var start = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
            var snapshot = UsageSnapshot.Create(start.AddDays(day), start, endDate: null, 1m, [])!;
            var saved = store.Save("acme", snapshot, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
            Assert.Equal(UsageSnapshotStatus.Saved, saved.Status);
        }
    }

    [Fact]
    public async Task NewFileIsFlushedBeforeItIsMovedIntoPlace()
    {
        await using var file = new AtomicFileWriter(_folder.GetPath("invoice.pdf"), _disk);
        await file.WriteAsync("%PDF-1.7"u8.ToArray(), TestContext.Current.CancellationToken);

        await file.CommitAsync(overwrite: false);

        Assert.Equal("create, write, flush, move", _disk.TakeSteps());
    }

    [Fact]
    public async Task NewFileThatCannotBeFlushedIsNotMovedIntoPlace()
    {
        var disk = new UnwritableDisk();
        await using (var file = new AtomicFileWriter(_folder.GetPath("invoice.pdf"), disk))
        {
            await file.WriteAsync("%PDF-1.7"u8.ToArray(), TestContext.Current.CancellationToken);

            // All errors of a file have this type, regardless of the exception that .NET throws.
            var failure = await Assert.ThrowsAsync<IOException>(() => file.CommitAsync(overwrite: false));
            Assert.IsType<ArgumentOutOfRangeException>(failure.InnerException);
        }

        Assert.Empty(_folder.Names);
    }

    /// <summary>Fails like .NET does with EFBIG.</summary>
    private sealed class UnwritableDisk : DiskAccess
    {
        public override void Flush(Microsoft.Win32.SafeHandles.SafeFileHandle file) =>
            throw new ArgumentOutOfRangeException(nameof(file));
    }
}
