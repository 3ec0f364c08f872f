using Microsoft.Win32.SafeHandles;
using Viam.Billing.Files;
using Viam.Billing.Focus;

namespace Viam.Billing.Export.Tests;

/// <summary>Exports that fail or end early.</summary>
public sealed class FailedFocusExportTests : FocusFileTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExportThatEndsEarlyLeavesThePreviousFile(bool isParquet)
    {
        using var folder = new TemporaryFolder();
        var format = isParquet ? Parquet : FocusFormats.Csv;
        var file = Assert.Single(await ExportAsync(folder, format, "1.4", TestUsage.Month(Account, 0, 1m)));
        var before = await File.ReadAllBytesAsync(file.Path, Token);

        await using (var export = new FocusExport(folder.FullName, FocusVersion.V14, format))
        {
            await export.AddAsync(TestUsage.Month(Account, 0, 2m), Token);
        }
        await using (var export = new FocusExport(folder.FullName, FocusVersion.V14, format, new FullDisk()))
        {
            await export.AddAsync(TestUsage.Month(Account, 0, 3m), Token);
            await Assert.ThrowsAsync<FileNotSavedException>(() => CompleteAsync(export));
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(file.Path, Token));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.FullName).Length);
    }

    [Theory]
    [InlineData("focus-2026-12.csv", 1)]
    [InlineData("focus-2026-12.csv.metadata.json", 2)]
    public async Task FileThatCannotBePutInItsPlaceComesAfterTheReplacedOnes(string name, int expected)
    {
        using var folder = new TemporaryFolder();
        var disk = new UnmovableDisk(folder.GetPath(name));
        await using var export = new FocusExport(folder.FullName, FocusVersion.V14, FocusFormats.Csv, disk);
        await export.AddAsync(TestUsage.Month(Account, 0, 1m), Token);
        await export.AddAsync(TestUsage.Month(Account, 1, 2m), Token);
        var written = new List<FocusFile>();

        var exception = await Assert.ThrowsAsync<FileNotSavedException>(async () =>
        {
            await foreach (var file in export.CompleteAsync(TestUsage.Start, Token))
            {
                written.Add(file);
            }
        });

        Assert.Equal(folder.GetPath(name), exception.Path);
        Assert.Equal(expected, written.Count);
        Assert.All(written, static file => Assert.True(File.Exists(file.Path)));
    }

    /// <summary>A disk on which new files can be created but nothing can be written to them.</summary>
    private sealed class FullDisk : DiskAccess
    {
        public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) =>
            throw new IOException("No space left on device");
    }

    /// <summary>A disk on which one file can't get its name.</summary>
    private sealed class UnmovableDisk(string path) : DiskAccess
    {
        public override void Move(string source, string target, bool overwrite)
        {
            if (target == path)
            {
                throw new IOException("Access denied");
            }
            base.Move(source, target, overwrite);
        }
    }
}
