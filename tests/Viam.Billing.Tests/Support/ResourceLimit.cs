using System.Runtime.InteropServices;

namespace Viam.Billing.Tests.Support;

/// <summary>Resource limits of a process on Linux.</summary>
internal static partial class ResourceLimit
{
    /// <summary>Linux: the maximum size of a file, in bytes.</summary>
    private const int FileSize = 1;

    /// <summary>Linux: the signal that ends a process that exceeds the limit.</summary>
    private const int FileSizeSignal = 25;

    /// <summary>
    /// Ignores the signal in this process, whose file size is not limited, and in processes that it starts later.
    /// </summary>
    public static void IgnoreFileSizeSignal() => SetSignalHandler(FileSizeSignal, s_ignore);

    /// <summary>Limits the file size of another process.</summary>
    public static void LimitFileSize(int processId, long bytes)
    {
        var limit = new Pair { Soft = (ulong)bytes, Hard = ulong.MaxValue };
        Assert.Equal(0, SetLimit(processId, FileSize, in limit, IntPtr.Zero));
    }

    private static readonly IntPtr s_ignore = 1;

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial IntPtr SetSignalHandler(int signal, IntPtr handler);

    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    private static partial int SetLimit(int processId, int resource, in Pair limit, IntPtr before);

    [StructLayout(LayoutKind.Sequential)]
    private struct Pair
    {
        public ulong Soft;
        public ulong Hard;
    }
}
