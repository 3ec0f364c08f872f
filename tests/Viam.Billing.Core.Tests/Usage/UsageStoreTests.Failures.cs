using System.Text;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Files that are incomplete, damaged, in use, or can't become larger.</summary>
public sealed partial class UsageStoreTests
{
    [Theory]
    [InlineData("{\"v\":1,\"at\":\"2026-11-2")]
    [InlineData("{\"v")]
    [InlineData("{\"v\":1,\0\0\0\0\n")]
    public void UnfinishedLastLineIsIgnoredAndRemovedBySave(string torn)
    {
        Save("2026-11-24", 1m);
        var path = Save("2026-11-25", 2m).Path;
        File.AppendAllText(path, torn);

        Assert.Equal(2, Store.Read(Acme, cancellationToken: Token).Months[0].Snapshots.Count);
        Assert.EndsWith(torn, File.ReadAllText(path), StringComparison.Ordinal);
        Save("2026-11-26", 3m);

        Assert.Equal(3, Lines("2026-11").Length);
        Assert.Equal(
            [1m, 2m, 3m],
            Store.Read(Acme, cancellationToken: Token).Months[0].Snapshots.Select(static snapshot => snapshot.Subtotal)
        );
    }

    [Fact]
    public void EveryCutOfLastLineLeavesLinesBefore()
    {
        Save("2026-11-24", 1m);
        var path = Save("2026-11-25", 2m).Path;
        var whole = File.ReadAllBytes(path);
        var first = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = first; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            var read = Store.Read(Acme, cancellationToken: Token).Months[0].Snapshots.Count;
            // If only the line feed is missing, the last line is complete.
            Assert.Equal(length == whole.Length - 1 ? 2 : 1, read);
            Assert.Equal(
                read == 2 ? UsageSnapshotStatus.Kept : UsageSnapshotStatus.Saved,
                Save("2026-11-25", 2m).Status
            );
            Assert.Equal(whole, File.ReadAllBytes(path));
        }
    }

    [Theory]
    [InlineData("nonsense\n", 2)]
    [InlineData("{\"v\":1}\n", 2)]
    [InlineData("\n\nnonsense\n", 4)]
    [InlineData("nonsense", 2)]
    public void DamageIsReportedWithFileAndLineAndNothingIsWritten(string damage, int line)
    {
        var path = Save("2026-11-24", 1m).Path;
        File.AppendAllText(path, damage);
        var before = File.ReadAllBytes(path);

        var read = Assert.Throws<UsageStoreDamagedException>(() => Store.Read(Acme, cancellationToken: Token));
        var saved = Assert.Throws<UsageStoreDamagedException>(() => Save("2026-11-26", 2m));

        Assert.Equal(
            ($"The file '{path}' is damaged on line {line}.", path, line),
            (read.Message, read.Path, read.Line)
        );
        Assert.Equal(line, saved.Line);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void NewerVersionIsReportedWithBothVersions()
    {
        var path = Save("2026-11-24", 1m).Path;
        File.AppendAllText(path, "{\"v\":7}\n");

        var read = Assert.Throws<UsageStoreVersionException>(() => Store.Read(Acme, cancellationToken: Token));
        Assert.Throws<UsageStoreVersionException>(() => Save("2026-11-26", 2m));

        Assert.Equal(
            $"The file {path} has records of version 7, but this version of Viam.Billing reads up to version 1.",
            read.Message
        );
        Assert.Equal((path, 7), (read.Path, read.Version));
    }

    [Fact]
    public void EmptyFileHasNoSnapshots()
    {
        Directory.CreateDirectory(AcmeFolder);
        File.WriteAllText(Path.Combine(AcmeFolder, "2026-11.jsonl"), "");

        Assert.Empty(Store.Read(Acme, cancellationToken: Token).Months);
        Assert.Equal(UsageSnapshotStatus.Saved, Save("2026-11-24", 1m).Status);
    }

    [Fact]
    public void HeldFileIsBusyAfterTimeoutForThatOrganizationOnly()
    {
        var path = Save("2026-11-24", 1m).Path;
        var store = new UsageStore(_folder.FullName, TimeSpan.FromMilliseconds(100));
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var busy = Assert.Throws<UsageStoreBusyException>(() =>
                store.Save(Acme, One("2026-11-26", 2m), s_hour, Token)
            );
            Assert.Equal($"The file {path} was in use by another process for 0.1 s.", busy.Message);
            Assert.Equal(path, busy.Path);
            Assert.Equal(UsageSnapshotStatus.Saved, store.Save("other", One("2026-11-26", 2m), s_hour, Token).Status);
        }
        Assert.Equal(UsageSnapshotStatus.Saved, store.Save(Acme, One("2026-11-26", 2m), s_hour, Token).Status);
    }

    [Fact]
    public async Task HeldFileIsWaitedFor()
    {
        var path = Save("2026-11-24", 1m).Path;
        var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var save = Task.Run(() => Save("2026-11-26", 2m), Token);
        var read = Task.Run(() => Store.Read(Acme, cancellationToken: Token), Token);
        await Task.Delay(700, Token);
        Assert.False(save.IsCompleted || read.IsCompleted);
        await holder.DisposeAsync();

        Assert.Equal(UsageSnapshotStatus.Saved, (await save).Status);
        Assert.Single((await read).Months);
    }

    [Fact]
    public async Task WaitIsCancelled()
    {
        var path = Save("2026-11-24", 1m).Path;
        using var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Task.Run(() => Store.Save(Acme, One("2026-11-26", 2m), s_hour, cancellation.Token), Token)
        );
    }

    [Fact]
    public void FullDiskIsReportedAndLeavesFileAsItWas()
    {
        var path = Save("2026-11-24", 1m).Path;
        var before = File.ReadAllBytes(path);
        var store = new UsageStore(_folder.FullName, disk: new FullDisk());

        var exception = Assert.Throws<UsageStoreNotWrittenException>(() =>
            store.Save(Acme, One("2026-11-26", 2m), s_hour, Token)
        );

        Assert.StartsWith($"The file '{path}' couldn't be written: ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(UsageSnapshotStatus.Saved, Save("2026-11-26", 2m).Status);
    }
}
