using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Files;

/// <summary>Files that replace others.</summary>
public sealed class AtomicFileReplacementTests : AtomicFileWriterTest
{
    [Theory]
    [InlineData(true, "new")]
    [InlineData(false, "old")]
    public async Task ExistingFileIsReplacedOnlyOnRequest(bool overwrite, string expected)
    {
        await File.WriteAllTextAsync(Target, "old", Token);
        await using (var file = new AtomicFileWriter(Target))
        {
            await file.WriteAsync("new"u8.ToArray(), Token);
            if (overwrite)
            {
                await file.CommitAsync(overwrite);
            }
            else
            {
                await Assert.ThrowsAsync<IOException>(() => file.CommitAsync(overwrite));
            }
        }

        Assert.Equal(expected, await File.ReadAllTextAsync(Target, Token));
        Assert.Equal(["invoice.pdf"], Folder.Names);
    }

    [Fact]
    public async Task PermissionsOfReplacedFileAreKept()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await File.WriteAllTextAsync(Target, "old", Token);
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead;
        File.SetUnixFileMode(Target, Mode);
        await using var file = new AtomicFileWriter(Target);

        await file.CommitAsync(overwrite: true);

        Assert.Equal(Mode, File.GetUnixFileMode(Target));
    }

    [Fact]
    public async Task SymbolicLinkStaysOne()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var link = Folder.GetPath("link");
        File.CreateSymbolicLink(link, Target);
        await using (var file = new AtomicFileWriter(link))
        {
            await file.WriteAsync("new"u8.ToArray(), Token);
            await file.CommitAsync(overwrite: true);
        }

        Assert.Equal("new", await File.ReadAllTextAsync(Target, Token));
        Assert.Equal(Target, new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void FolderIsNotReplaced()
    {
        Directory.CreateDirectory(Target);

        var exception = Assert.Throws<IOException>(() => new AtomicFileWriter(Target));

        Assert.Equal($"'{Target}' is a folder, not a regular file.", exception.Message);
        Assert.Equal(["invoice.pdf"], Folder.Names);
    }

    [Fact]
    public async Task FailedWriteLeavesExistingFileUnchanged()
    {
        await File.WriteAllTextAsync(Target, "old", Token);

        var exception = await Assert.ThrowsAsync<FileNotSavedException>(() =>
            AtomicFile.WriteAllBytesAsync(Target, Content(5), Token, new UnwritableDisk())
        );

        Assert.Equal((Target, "No space left on device"), (exception.Path, exception.Message));
        Assert.Same(exception.InnerException, exception.Cause);
        Assert.Equal("old", await File.ReadAllTextAsync(Target, Token));
        Assert.Equal(["invoice.pdf"], Folder.Names);
    }
}
