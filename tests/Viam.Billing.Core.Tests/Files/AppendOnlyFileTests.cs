using System.Diagnostics;
using System.Text;
using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Files;

/// <summary>Files to which complete lines are added.</summary>
public sealed class AppendOnlyFileTests : AppendOnlyFileTest
{
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
        var target = Path.Combine(Directory.CreateDirectory(Folder.GetPath("below")).FullName, "target");
        File.CreateSymbolicLink(Folder.GetPath("link"), target);
        File.CreateSymbolicLink(FilePath, Folder.GetPath("link"));
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
}
