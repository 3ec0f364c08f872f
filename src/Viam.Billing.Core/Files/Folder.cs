using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Viam.Billing.Files;

internal static class Folder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int ReadOnly = 0;

    /// <summary>
    /// The error of a file system that can't flush folders. The number is the same on Linux and macOS.
    /// </summary>
    private const int InvalidArgument = 22;

    /// <summary>
    /// Flushes a folder, so that a new file is still in it after a power failure. Windows does this automatically.
    /// </summary>
    /// <exception cref="IOException">The folder couldn't be flushed.</exception>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Open(path, ReadOnly);
        if (folder < 0)
        {
            throw Failed(path);
        }

        try
        {
            if (FlushToDisk(folder) < 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw Failed(path);
            }
        }
        finally
        {
            _ = Close(folder);
        }
    }

    /// <summary>
    /// Distinguishes a folder that doesn't exist from one that can't be reached, unlike <see cref="Directory.Exists"/>.
    /// </summary>
    /// <exception cref="IOException">The path, or a part of it, isn't a folder, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder above can't be read.</exception>
    public static bool Exists(string path)
    {
        try
        {
            if (Directory.Exists(path) || File.GetAttributes(path).HasFlag(FileAttributes.Directory))
            {
                return true;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Throws if a folder above isn't one.
            return Path.GetDirectoryName(path) is { Length: > 0 } parent && Exists(parent) && Directory.Exists(path);
        }
        var link = new FileInfo(path);
        var target = link.ResolveLinkTarget(returnFinalTarget: true);
        throw new IOException(
            target is { Exists: false }
                ? $"'{path}' is a symbolic link to '{target.FullName}', which doesn't exist."
                : $"'{path}' is a file, not a folder."
        );
    }

    /// <summary>
    /// Creates what is missing of a folder and the ones above it, for their owner alone, and makes sure that they are
    /// still there after a power failure.
    /// </summary>
    /// <exception cref="IOException">A part of the path isn't a folder, or the folder can't be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be created.</exception>
    public static void CreateForOwner(string path, DiskAccess disk)
    {
        if (Exists(path))
        {
            return;
        }
        var parent = Path.GetDirectoryName(path)!;
        CreateForOwner(parent, disk);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
        disk.FlushFolder(parent);
    }

    private static IOException Failed(string path)
    {
        var cause = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"{cause.Message}: '{path}'", cause);
    }

    // .NET can't open a folder.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FlushToDisk(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
