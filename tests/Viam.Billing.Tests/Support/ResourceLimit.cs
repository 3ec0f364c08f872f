using System.Runtime.InteropServices;

namespace Viam.Billing.Tests.Support;

/// <summary>Limits of Linux on what a process may use.</summary>
internal static partial class ResourceLimit
{
    /// <summary>Of Linux: how large a file may become, in bytes.</summary>
    private const int FileSize = 1;

    /// <summary>Of Linux: the signal that ends a process which exceeds it.</summary>
    private const int FileSizeSignal = 25;

    /// <summary>For this process, where nothing is limited, and for those that it starts from now on.</summary>
    public static void IgnoreFileSizeSignal() => SetSignalHandler(FileSizeSignal, s_ignore);

    /// <summary>Lets no file of another process become larger.</summary>
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
