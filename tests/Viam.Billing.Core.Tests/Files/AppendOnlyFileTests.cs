using System.Diagnostics;
using System.Text;
using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Files;

/// <summary>Files to which complete lines are added.</summary>
public sealed class AppendOnlyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lines _lines = new();

    private string FilePath => _folder.GetPath("lines");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AppendedLinesAreReadBack()
    {
        using (var file = AppendOnlyFile.Open(FilePath, _lines))
        {
            Assert.Equal((FilePath, false), (file.Path, file.WasTorn));
            file.Append("one"u8);
            file.Append("two"u8);
        }

        Assert.Equal("one\ntwo\n", File.ReadAllText(FilePath));
        Assert.False(AppendOnlyFile.Read(FilePath, _lines, out var isRepairable));
        Assert.False(isRepairable);
        Assert.Equal(["one", "two"], _lines.Taken);
    }

    [Theory]
    [InlineData("", "", false, false)]
    [InlineData("one\n", "one\n", false, false)]
    [InlineData("one\ntwo", "one\ntwo\n", false, true)]
    [InlineData("one\ntorn", "one\n", true, true)]
    [InlineData("torn", "", true, true)]
    [InlineData("one\ntorn\n", "one\n", true, true)]
    [InlineData("one\r\n\r\ntwo\r\n", "one\r\n\r\ntwo\r\n", false, false)]
    public void EndOfTheFileIsRepaired(string before, string after, bool wasTorn, bool isRepairable)
    {
        File.WriteAllText(FilePath, before);
        Assert.Equal(wasTorn, AppendOnlyFile.Read(FilePath, _lines, out var found));
        Assert.Equal(wasTorn, AppendOnlyFile.Read(FilePath, _lines));
        Assert.Equal(isRepairable, found);
        Assert.Equal(before, File.ReadAllText(FilePath));

        using (var file = AppendOnlyFile.Open(FilePath, _lines))
        {
            Assert.Equal(wasTorn, file.WasTorn);
            file.Append("more"u8);
        }

        Assert.Equal(after + "more\n", File.ReadAllText(FilePath));
    }

    /// <summary>Other lines may already depend on the completed one.</summary>
    [Fact]
    public void CompletedLineIsFlushedEvenIfOtherLinesNeedNotBe()
    {
        File.WriteAllText(FilePath, "one\ntwo");
        var disk = new RecordingDisk();

        AppendOnlyFile.Open(FilePath, _lines, disk, defersFlush: true).Dispose();

        Assert.Equal("write, flush", disk.TakeSteps());
    }

    [Fact]
    public void LinesAreAddedToTheEndOfAChainOfLinks()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var target = Path.Combine(Directory.CreateDirectory(_folder.GetPath("below")).FullName, "target");
        File.CreateSymbolicLink(_folder.GetPath("link"), target);
        File.CreateSymbolicLink(FilePath, _folder.GetPath("link"));
        var disk = new RecordingDisk();

        using (var file = AppendOnlyFile.Open(FilePath, _lines, disk))
        {
            file.Append("one"u8);
        }

        Assert.StartsWith("flush folder below", disk.TakeSteps(), StringComparison.Ordinal);
        Assert.Equal("one\n", File.ReadAllText(target));
    }

    /// <summary>An empty file may be somebody else's, and opened by mistake.</summary>
    [Fact]
    public void EmptyFileIsRestrictedToItsOwnerWithItsFirstLine()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.WriteAllText(FilePath, "");
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(FilePath, Owner | UnixFileMode.OtherRead);

        using var file = AppendOnlyFile.Open(FilePath, _lines);
        Assert.Equal(Owner | UnixFileMode.OtherRead, File.GetUnixFileMode(FilePath));
        file.Append("one"u8);

        Assert.Equal(Owner, File.GetUnixFileMode(FilePath));
    }

    [Theory]
    [InlineData("torn\none\n", 1)]
    [InlineData("one\n\nbad\ntwo\n", 3)]
    [InlineData("one\nbad", 2)]
    [InlineData("\uFEFFone\nbad\n", 2)]
    public void InvalidLineIsReportedWithItsNumber(string content, int line)
    {
        File.WriteAllText(FilePath, content);

        var exception = Assert.Throws<InvalidLineException>(() => AppendOnlyFile.Open(FilePath, _lines).Dispose());

        Assert.Equal(line, exception.Line);
        Assert.Equal($"The file '{FilePath}' is damaged in line {line}.", exception.Message);
        Assert.Equal(line, Assert.Throws<InvalidLineException>(() => AppendOnlyFile.Read(FilePath, _lines)).Line);
        Assert.Equal(Encoding.UTF8.GetBytes(content), File.ReadAllBytes(FilePath));
        // The file isn't locked after the error.
        File.Delete(FilePath);
        AppendOnlyFile.Open(FilePath, _lines).Dispose();
    }

    [Fact]
    public void ByteOrderMarkIsIgnored()
    {
        File.WriteAllText(FilePath, "\uFEFFone\n");

        AppendOnlyFile.Open(FilePath, _lines).Dispose();

        Assert.Equal(["one"], _lines.Taken);
    }

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
        Assert.Throws<IOException>(() => AppendOnlyFile.Open(_folder.FullName, _lines));
        Assert.Throws<IOException>(() => AppendOnlyFile.Read(_folder.FullName, _lines));
        Assert.Throws<DirectoryNotFoundException>(() => AppendOnlyFile.Open(_folder.GetPath("none/lines"), _lines));
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

        Assert.Equal("No space left on device", first.InnerException!.Message);
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

    /// <summary>A format in which "torn" is an incomplete line, and "bad" is not valid.</summary>
    private sealed class Lines : ILineFormat
    {
        public List<string> Taken { get; } = [];

        public bool TryTake(ReadOnlySpan<byte> line)
        {
            var text = Encoding.UTF8.GetString(line);
            Taken.Add(text);
            return text is not ("torn" or "bad");
        }

        public bool IsTorn(ReadOnlySpan<byte> line, bool hasEnd) => line.SequenceEqual("torn"u8);
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
