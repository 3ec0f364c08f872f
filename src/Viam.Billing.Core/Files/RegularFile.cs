using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Viam.Billing.Files;

/// <summary>
/// Distinguishes regular files from FIFOs, folders, devices, and sockets, without waiting for the other end of any of
/// them.
/// </summary>
internal static class RegularFile
{
    private const int ReadOnly = 0;

    /// <summary>Linux: relative paths start at the current folder.</summary>
    private const int CurrentFolder = -100;

    /// <summary>Linux: requests the file type.</summary>
    private const uint StatxType = 1;

    /// <summary>
    /// Linux: the offset of the mode in struct statx, in bytes, which is the same for all processors. The upper four
    /// bits of the mode are the file type.
    /// </summary>
    private const int StatxModeOffset = 28;

    /// <summary>Linux: the length of struct statx in bytes.</summary>
    private const int StatxLength = 256;
    private const int TypeShift = 12;

    private static int NonBlocking => OperatingSystem.IsMacOS() ? 0x4 : 0x800;

    /// <exception cref="IOException">The path exists but isn't a regular file.</exception>
    public static void ThrowIfOther(string path)
    {
        if (FindOther(path) is { } kind)
        {
            throw Other(path, kind);
        }
    }

    /// <summary>
    /// What exists at a path if it isn't a regular file, such as a FIFO; null for a regular file, and for nothing.
    /// </summary>
    public static string? FindOther(string path) =>
        TryGetType(path, out var type) ? Describe(type) : FindOtherWithoutType(path);

    /// <summary>
    /// The same for systems other than Linux, where .NET doesn't provide the type of a file. All devices of macOS are
    /// in one folder. Some of them, such as /dev/null, behave like a regular file when they are opened.
    /// </summary>
    internal static string? FindOtherWithoutType(string path) =>
        Directory.Exists(path) ? "a folder"
        : OperatingSystem.IsWindows() || !File.Exists(path) ? null
        : Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal) ? "a device"
        : IsSeekable(path) ? null
        : "a FIFO, a socket, or a device";

    /// <summary>The file that a symbolic link leads to, which need not exist, or the path itself.</summary>
    /// <exception cref="IOException">The links don't lead anywhere.</exception>
    public static string ResolveLink(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>The names of the POSIX file types; null for a regular file.</summary>
    private static string? Describe(int type) =>
        type switch
        {
            0x1 => "a FIFO",
            0x4 => "a folder",
            0x2 or 0x6 => "a device",
            0xC => "a socket",
            _ => null,
        };

    /// <summary>False if nothing exists at the path, or the type isn't known without opening it.</summary>
    private static bool TryGetType(string path, out int type)
    {
        type = 0;
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        Span<byte> status = stackalloc byte[StatxLength];
        try
        {
            if (Statx(CurrentFolder, path, 0, StatxType, ref status[0]) != 0)
            {
                return false;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // The C library is too old for this function.
            return false;
        }
        type = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(status[StatxModeOffset..]) >> TypeShift
            : BinaryPrimitives.ReadUInt16BigEndian(status[StatxModeOffset..]) >> TypeShift;
        return true;
    }

    /// <summary>Also true for a file that can't be opened, because the error is reported when it is opened.</summary>
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

    private static IOException Other(string path, string kind) => new($"'{path}' is {kind}, not a regular file.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Statx(
        int folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        ref byte status
    );
}
