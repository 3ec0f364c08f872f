using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Viam.Billing.Files;

/// <summary>
/// Tells files that keep what is written from FIFOs, folders, devices and sockets, without waiting for the other end of
/// any of them.
/// </summary>
internal static class RegularFile
{
    private const int ReadOnly = 0;

    /// <summary>Of Linux: relative paths start at the current folder.</summary>
    private const int CurrentFolder = -100;

    /// <summary>Of Linux: asks for the file's type.</summary>
    private const uint StatxType = 1;

    /// <summary>
    /// Of Linux, in bytes: where struct statx, which is the same for every processor, has the mode. Its upper four bits
    /// are the type.
    /// </summary>
    private const int StatxModeOffset = 28;
    private const int TypeShift = 12;

    private static int NonBlocking => OperatingSystem.IsMacOS() ? 0x4 : 0x800;

    /// <exception cref="IOException">Something else than a regular file exists there.</exception>
    public static void ThrowIfOther(string path)
    {
        if (Directory.Exists(path))
        {
            throw Other(path, "a folder");
        }
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return;
        }
        var kind =
            TryGetType(path, out var type) ? Describe(type)
            : IsSeekable(path) ? null
            : "a FIFO, a socket or a device";
        if (kind is not null)
        {
            throw Other(path, kind);
        }
    }

    /// <summary>POSIX's types of files; null for a regular one.</summary>
    private static string? Describe(int type) =>
        type switch
        {
            0x1 => "a FIFO",
            0x2 or 0x6 => "a device",
            0xC => "a socket",
            _ => null,
        };

    private static bool TryGetType(string path, out int type)
    {
        type = 0;
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        var status = new byte[256];
        try
        {
            if (Statx(CurrentFolder, path, 0, StatxType, status) != 0)
            {
                return false;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // An old C library.
            return false;
        }
        type = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(StatxModeOffset)) >> TypeShift
            : BinaryPrimitives.ReadUInt16BigEndian(status.AsSpan(StatxModeOffset)) >> TypeShift;
        return true;
    }

    /// <summary>True also for a file that can't be opened, because opening it in earnest reports why.</summary>
    private static bool IsSeekable(string path)
    {
        var descriptor = Open(path, ReadOnly | NonBlocking);
        if (descriptor < 0)
        {
            return true;
        }
        using var stream = new FileStream(
            new SafeFileHandle(descriptor, ownsHandle: true),
            FileAccess.Read,
            bufferSize: 0
        );
        return stream.CanSeek;
    }

    private static IOException Other(string path, string kind) =>
        new($"'{path}' is {kind}, and only a regular file keeps what is written to it.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Statx(
        int folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        [Out] byte[] status
    );
}
