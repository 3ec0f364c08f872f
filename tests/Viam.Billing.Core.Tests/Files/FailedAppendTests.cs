using System.Diagnostics;
using System.Text;
using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Files;

/// <summary>Files that are busy, unusable, or not written completely.</summary>
public sealed class FailedAppendTests : AppendOnlyFileTest
{
    [Fact]
    public void OpenFileCannotBeOpenedForWriting()
    {
        using var file = AppendOnlyFile.Open(FilePath, _lines);
        file.Append("one"u8);
        var begun = Stopwatch.GetTimestamp();
        var disk = new BusyDisk();

        Assert.Throws<IOException>(() => AppendOnlyFile.Open(FilePath, _lines, disk));

        // It was tried for a while, because a reader has the file open only for a short time.
        Assert.Equal(20, disk.Attempts);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, 19 * 25, 60_000);
    }

    [Fact]
    public async Task FileThatIsReadIsOpenedAfterwards()
    {
        await File.WriteAllTextAsync(FilePath, "one\n", TestContext.Current.CancellationToken);
        var reader = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.None);
        var disk = new BusyDisk(reader);

        using var file = AppendOnlyFile.Open(FilePath, _lines, disk);

        Assert.Equal(3, disk.Attempts);
    }

    [Fact]
    public void OtherErrorsAreNotTriedAgain()
    {
        var disk = new FailingDisk();

        Assert.Throws<IOException>(() => AppendOnlyFile.Open(FilePath, _lines, disk));

        Assert.Equal(1, disk.Attempts);
    }

    [Fact]
    public void FolderOrMissingFolderIsAnError()
    {
        Assert.Throws<IOException>(() => AppendOnlyFile.Open(Folder.FullName, _lines));
        Assert.Throws<IOException>(() => AppendOnlyFile.Read(Folder.FullName, _lines));
        Assert.Throws<DirectoryNotFoundException>(() => AppendOnlyFile.Open(Folder.GetPath("none/lines"), _lines));
    }

    [Fact]
    public void ErrorOfALineIsRepeatedForLaterOnes()
    {
        using var disk = new LimitedFileStream(FilePath);
        using var file = AppendOnlyFile.Hold(disk, _lines);
        file.Append("one"u8);
        disk.BytesLeft = 2;

        var first = Assert.Throws<AppendFailedException>(() => file.Append("two"u8));
        disk.BytesLeft = 100;
        var second = Assert.Throws<AppendFailedException>(() => file.Append("three"u8));

        Assert.Equal($"The file '{FilePath}' couldn't be written: No space left on device", first.Message);
        Assert.Same(first.InnerException, second.InnerException);
        Assert.Equal(4, disk.Length);
    }

    [Fact]
    public void WriteThatIsNotStoredIsAnError()
    {
        using var disk = new LimitedFileStream(FilePath) { BytesLeft = 0, ThrowsWhenFull = false };
        using var file = AppendOnlyFile.Hold(disk, _lines);

        var exception = Assert.Throws<AppendFailedException>(() => file.Append("one"u8));

        Assert.Equal(
            "The file was removed or replaced, or it doesn't store written data.",
            exception.InnerException!.Message
        );
    }

    /// <summary>Some file systems don't support locks, and report no error.</summary>
    [Fact]
    public void FileThatOthersCanOpenIsNotUsed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Locks always work there.");

        var exception = Assert.Throws<IOException>(() => AppendOnlyFile.Open(FilePath, _lines, new DiskWithoutLocks()));

        Assert.Equal(
            $"Another process could write to '{FilePath}' at the same time. Use a file system that supports locks.",
            exception.Message
        );
    }

    /// <summary>Closes the other process's file, if one is known, after two attempts.</summary>
    private sealed class BusyDisk(FileStream? other = null) : DiskAccess
    {
        public int Attempts { get; private set; }

        public override FileStream Open(string path, FileStreamOptions options)
        {
            if (++Attempts == 3)
            {
                other?.Dispose();
            }
            return base.Open(path, options);
        }
    }

    private sealed class FailingDisk : DiskAccess
    {
        public int Attempts { get; private set; }

        public override FileStream Open(string path, FileStreamOptions options)
        {
            Attempts++;
            throw new IOException("Input/output error");
        }
    }

    /// <summary>The opened file is moved, so that the path can be opened again.</summary>
    private sealed class DiskWithoutLocks : DiskAccess
    {
        public override FileStream Open(string path, FileStreamOptions options)
        {
            var file = base.Open(path, options);
            File.Move(path, path + ".moved");
            return file;
        }
    }
}
