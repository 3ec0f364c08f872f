using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Files;

/// <summary>Folders that are created, found, and flushed to disk.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingDisk _disk = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ExistingFolderIsFlushed() => Folder.Flush(_folder.FullName);

    [Fact]
    public void FlushOfMissingFolderFails()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var exception = Assert.Throws<IOException>(() => Folder.Flush(_folder.GetPath("none")));

        Assert.EndsWith($": '{_folder.GetPath("none")}'", exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(exception.InnerException!.Message, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Each flush opens the folder, and closes it again.</summary>
    [Fact]
    public void FlushedFolderIsClosed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Lists the open files of the process.");

        for (var i = 0; i < 100; i++)
        {
            Folder.Flush(_folder.FullName);
        }

        // The other tests of the process open files too, but not this folder.
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries("/proc/self/fd"),
            entry => new FileInfo(entry).LinkTarget == _folder.FullName
        );
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("a", true)]
    [InlineData("none", false)]
    [InlineData("none/below", false)]
    public void MissingFolderDoesNotExist(string path, bool exists)
    {
        Directory.CreateDirectory(_folder.GetPath("a"));

        Assert.Equal(exists, Folder.Exists(_folder.GetPath(path)));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    [InlineData("file/below/further")]
    public void FileIsNotAFolder(string path)
    {
        File.WriteAllText(_folder.GetPath("file"), "");

        Assert.ThrowsAny<IOException>(() => Folder.Exists(_folder.GetPath(path)));
    }

    [Fact]
    public void MessageNamesTheFileOrTheMissingTargetOfALink()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var (file, link, none) = (_folder.GetPath("file"), _folder.GetPath("link"), _folder.GetPath("none"));
        File.WriteAllText(file, "");
        File.CreateSymbolicLink(link, none);
        var second = _folder.GetPath("second");
        File.CreateSymbolicLink(second, link);

        Assert.Equal(
            $"'{file}' is a file, not a folder.",
            Assert.Throws<IOException>(() => Folder.Exists(file)).Message
        );
        Assert.Equal(
            $"'{link}' is a symbolic link to '{none}', which doesn't exist.",
            Assert.Throws<IOException>(() => Folder.Exists(link)).Message
        );
        Assert.Equal(
            $"'{second}' is a symbolic link to '{none}', which doesn't exist.",
            Assert.Throws<IOException>(() => Folder.Exists(second)).Message
        );
    }

    [Fact]
    public void LinkToAFolderIsAFolder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        Directory.CreateDirectory(_folder.GetPath("a"));
        Directory.CreateSymbolicLink(_folder.GetPath("link"), _folder.GetPath("a"));

        Assert.True(Folder.Exists(_folder.GetPath("link")));
    }

    [Fact]
    public void MissingFoldersAreCreatedForTheirOwnerAndFlushed()
    {
        var path = _folder.GetPath(Path.Combine("a", "b"));

        Folder.CreateForOwner(path, _disk);

        Assert.True(Directory.Exists(path));
        Assert.Equal($"flush folder {Path.GetFileName(_folder.FullName)}, flush folder a", _disk.TakeSteps());
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Assert.Equal(Owner, File.GetUnixFileMode(path));
            Assert.Equal(Owner, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }
    }

    [Fact]
    public void ExistingFolderIsNotChanged()
    {
        Folder.CreateForOwner(_folder.FullName, _disk);

        Assert.Equal("", _disk.TakeSteps());
    }
}
