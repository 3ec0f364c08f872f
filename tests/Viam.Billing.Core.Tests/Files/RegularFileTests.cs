using System.Diagnostics;
using System.Net.Sockets;
using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Files;

/// <summary>What is a regular file, and where links lead.</summary>
public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RegularAndMissingFilesAreNothingElse()
    {
        var file = _folder.GetPath("file");
        Assert.Null(RegularFile.FindOther(file));
        RegularFile.ThrowIfOther(file);
        File.WriteAllText(file, "a");
        Assert.Null(RegularFile.FindOther(file));
        RegularFile.ThrowIfOther(file);
    }

    [Fact]
    public void FolderIsNotARegularFile()
    {
        Assert.Equal("a folder", RegularFile.FindOther(_folder.FullName));
        Assert.Equal(
            $"'{_folder.FullName}' is a folder, not a regular file.",
            Assert.Throws<IOException>(() => RegularFile.ThrowIfOther(_folder.FullName)).Message
        );
    }

    /// <summary>Nobody has the other end of the FIFO open, so opening it would wait.</summary>
    [Fact]
    public void FifoIsFoundWithoutWaiting()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems don't tell a FIFO from a device.");

        Assert.Equal("a FIFO", RegularFile.FindOther(CreateFifo()));
    }

    /// <summary>The way of macOS, which also works on Linux.</summary>
    [Fact]
    public void TypeIsFoundByOpeningTheFile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It has none of these files.");
        var file = _folder.GetPath("file");
        Assert.Null(RegularFile.FindOtherWithoutType(file));
        File.WriteAllText(file, "a");

        Assert.Null(RegularFile.FindOtherWithoutType(file));
        Assert.Equal("a folder", RegularFile.FindOtherWithoutType(_folder.FullName));
        Assert.Equal("a FIFO, a socket, or a device", RegularFile.FindOtherWithoutType(CreateFifo()));
        Assert.Equal("a device", RegularFile.FindOtherWithoutType("/dev/null"));
    }

    /// <summary>A socket can't be opened. The error is reported when its content is read.</summary>
    [Fact]
    public void FileThatCannotBeOpenedCountsAsRegularWithoutItsType()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sockets aren't files there.");
        var path = _folder.GetPath("socket");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));

        Assert.Null(RegularFile.FindOtherWithoutType(path));
    }

    [Fact]
    public void OpenedFileIsClosed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Lists the open files of the process.");
        var fifo = CreateFifo();

        RegularFile.FindOtherWithoutType(fifo);

        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries("/proc/self/fd"),
            entry => new FileInfo(entry).LinkTarget == fifo
        );
    }

    [Fact]
    public void SocketAndDeviceAreFound()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems don't tell a socket from a device.");
        var path = _folder.GetPath("socket");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));

        Assert.Equal("a socket", RegularFile.FindOther(path));
        Assert.Equal("a device", RegularFile.FindOther("/dev/null"));
    }

    [Fact]
    public void LinkIsResolvedToItsTarget()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var (target, link, second) = (_folder.GetPath("target"), _folder.GetPath("link"), _folder.GetPath("second"));
        File.CreateSymbolicLink(link, target);
        File.CreateSymbolicLink(second, link);

        Assert.Equal(target, RegularFile.ResolveLink(target));
        Assert.Equal(target, RegularFile.ResolveLink(link));
        Assert.Equal(target, RegularFile.ResolveLink(second));
    }

    private string CreateFifo()
    {
        var fifo = _folder.GetPath("fifo");
        using var process = Process.Start("mkfifo", [fifo]);
        process.WaitForExit();
        return fifo;
    }
}
