namespace Viam.Billing.Files;

/// <summary>
/// A text file to which complete lines are added. A line is flushed to disk before <see cref="Append"/> returns. If a
/// power failure leaves an incomplete last line, it is removed. Only one process can have the file open for writing,
/// and only its owner can read it. Not safe for concurrent use.
/// </summary>
internal sealed class AppendOnlyFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int OpenAttempts = 20;

    // The errors that .NET reports if another process has the file open.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockedOnLinux = 11;
    private const int LockedOnMacOS = 35;

    private static readonly TimeSpan s_openInterval = TimeSpan.FromMilliseconds(25);
    private readonly FileStream _file;
    private long _end;
    private Exception? _failure;

    private AppendOnlyFile(FileStream file) => _file = file;

    public string Path => _file.Name;

    /// <summary>True if the last line was incomplete, for example after a power failure, and was removed.</summary>
    public bool WasTorn { get; private set; }

    /// <summary>
    /// Opens and locks a file. If it doesn't exist, it is created so that only its owner can read it. An incomplete
    /// last line is removed.
    /// </summary>
    /// <param name="format">Processes each line.</param>
    /// <param name="defersFlush">
    /// True if the lines of the file may still be lost in a power failure until a line was added, or until
    /// <see cref="Flush"/>.
    /// </param>
    /// <exception cref="IOException">Another process has the file open, it isn't a regular file, or the disk
    /// fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    /// <exception cref="InvalidLineException">The file is damaged, except for an incomplete last line.</exception>
    public static AppendOnlyFile Open(
        string path,
        ILineFormat format,
        DiskAccess? disk = null,
        bool defersFlush = false
    )
    {
        disk ??= DiskAccess.Default;
        var target = new FileInfo(path) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
            : path;
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        RegularFile.ThrowIfOther(target);
        var file = OpenAlone(disk, target, options);
        try
        {
            ThrowIfOthersMayOpen(target, options);
            // After a power failure, a new file is certain to be in its folder only if the folder was also flushed.
            if (file.Length == 0)
            {
                disk.FlushFolder(System.IO.Path.GetDirectoryName(target)!);
            }
            var opened = Hold(file, format, defersFlush);
            if (opened._end > 0)
            {
                opened.RestrictToOwner();
            }
            return opened;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Does the same as <see cref="Open"/> for a file that is already open.</summary>
    internal static AppendOnlyFile Hold(FileStream file, ILineFormat format, bool defersFlush = false)
    {
        var held = new AppendOnlyFile(file);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        (held._end, held.WasTorn) = LineReader.Read(file.Name, bytes, format);
        if (held.Repair(bytes) || !defersFlush)
        {
            held.Flush();
        }
        return held;
    }

    /// <summary>Reads a file without changing it. The file isn't locked after this method returns.</summary>
    /// <returns>True if the last line was incomplete and was ignored.</returns>
    public static bool Read(string path, ILineFormat format) => Read(path, format, out _);

    /// <inheritdoc cref="Read(string, ILineFormat)"/>
    /// <param name="isRepairable">True if <see cref="Open"/> would change the end of the file.</param>
    public static bool Read(string path, ILineFormat format, out bool isRepairable)
    {
        using var content = FileContent.Read(path);
        var bytes = content.Bytes;
        var isTorn = LineReader.Read(path, bytes, format).IsTorn;
        isRepairable = isTorn || (bytes.Length > 0 && bytes[^1] != (byte)'\n');
        return isTorn;
    }

    /// <param name="line">The line without a line feed.</param>
    /// <exception cref="AppendFailedException">The line may not have been written to disk. No more lines can be added,
    /// because it may be incomplete.</exception>
    public void Append(ReadOnlySpan<byte> line)
    {
        if (_failure is not null)
        {
            throw new AppendFailedException(Path, _failure);
        }
        var end = _end + line.Length + 1;
        try
        {
            _file.Position = _end;
            _file.Write([.. line, (byte)'\n']);
            if (new FileInfo(Path).Length != end)
            {
                throw new IOException("The file was removed or replaced, or it doesn't store written data.");
            }
            if (_end == 0)
            {
                RestrictToOwner();
            }
            Flush();
        }
        catch (Exception exception)
        {
            // All exceptions are caught, because .NET doesn't throw an IOException if the file exceeds the size limit
            // of the process.
            _failure = exception;
            TruncateToLastLine();
            throw new AppendFailedException(Path, exception);
        }
        _end = end;
    }

    /// <summary>Flushes all lines to disk.</summary>
    public void Flush() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Opens the file, and tries again if it is in use, because readers have it open only for a short time.
    /// </summary>
    private static FileStream OpenAlone(DiskAccess disk, string path, FileStreamOptions options)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return disk.Open(path, options);
            }
            catch (IOException exception) when (attempt < OpenAttempts && IsHeld(exception))
            {
                Thread.Sleep(s_openInterval);
            }
        }
    }

    private static bool IsHeld(IOException exception) =>
        exception.HResult is SharingViolation or LockedOnLinux or LockedOnMacOS;

    /// <summary>
    /// Tests whether locks work. They can be disabled by a setting of .NET, and some file systems don't support them,
    /// and neither is reported as an error.
    /// </summary>
    private static void ThrowIfOthersMayOpen(string path, FileStreamOptions options)
    {
        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (IOException)
        {
            return;
        }
        throw new IOException(
            $"Another process could write to '{path}' at the same time. Use a file system that supports locks."
        );
    }

    /// <summary>
    /// Restricts an existing file that others can read. This is done only after its content was found to be valid.
    /// </summary>
    private void RestrictToOwner()
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(_file.SafeFileHandle) != OwnerOnly)
        {
            File.SetUnixFileMode(_file.SafeFileHandle, OwnerOnly);
        }
    }

    /// <returns>True if the file was changed.</returns>
    private bool Repair(ReadOnlySpan<byte> bytes)
    {
        if (WasTorn)
        {
            _file.SetLength(_end);
        }
        if (_end == 0 || bytes[(int)_end - 1] == (byte)'\n')
        {
            return WasTorn;
        }
        // Only the line feed is missing. The line is complete, so other steps may already depend on it.
        _file.Position = _end;
        _file.WriteByte((byte)'\n');
        _end++;
        return true;
    }

    private void TruncateToLastLine()
    {
        try
        {
            _file.SetLength(_end);
        }
        catch (Exception)
        {
            // The line remains incomplete, and the next process that opens the file removes it. The original error is
            // reported.
        }
    }
}
