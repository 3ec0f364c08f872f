using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Viam.Billing.Files;

internal static class Folder
{
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
