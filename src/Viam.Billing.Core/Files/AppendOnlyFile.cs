namespace Viam.Billing.Files;

/// <summary>
/// A text file to which whole lines are added, and nothing else is done. A line is flushed to the disk before <see
/// cref="Append"/> returns; what a power cut leaves of the last one is removed. The process that has it open for
/// writing holds it alone. Readable by its owner alone. Not safe for concurrent use.
/// </summary>
internal sealed class AppendOnlyFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int OpenAttempts = 20;

    // How .NET reports that another process holds a file.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockedOnLinux = 11;
    private const int LockedOnMacOS = 35;

    private static readonly TimeSpan s_openInterval = TimeSpan.FromMilliseconds(25);
    private readonly FileStream _file;
    private long _end;
    private Exception? _failure;

    private AppendOnlyFile(FileStream file) => _file = file;

    public string Path => _file.Name;

    /// <summary>True if the last line was torn, as a power cut leaves it, and so was removed.</summary>
    public bool WasTorn { get; private set; }

    /// <summary>
    /// Opens a file and holds it. Creates it if it doesn't exist, readable by its owner alone. A torn last line is
    /// removed.
    /// </summary>
    /// <param name="format">Takes each line in turn.</param>
    /// <exception cref="IOException">Another process holds it, it isn't a regular file, or the disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="InvalidLineException">It is damaged beyond a torn last line.</exception>
    public static AppendOnlyFile Open(string path, ILineFormat format, DiskAccess? disk = null)
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
            // A file that was just created isn't surely in its folder after a power cut, unless the folder is flushed
            // as well.
            if (file.Length == 0)
            {
                disk.FlushFolder(System.IO.Path.GetDirectoryName(target)!);
            }
            var opened = Hold(file, format);
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

    /// <summary>As <see cref="Open"/>, of a file that is held already.</summary>
    internal static AppendOnlyFile Hold(FileStream file, ILineFormat format)
    {
        var held = new AppendOnlyFile(file);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        (held._end, held.WasTorn) = LineReader.Read(file.Name, bytes, format);
        held.Repair();
        return held;
    }

    /// <summary>Reads a file, changes nothing, and holds it no longer than that.</summary>
    /// <returns>True if the last line was torn, and so left out.</returns>
    public static bool Read(string path, ILineFormat format)
    {
        RegularFile.ThrowIfOther(path);
        byte[] bytes;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
        }
        return LineReader.Read(path, bytes, format).IsTorn;
    }

    /// <param name="line">Without its end.</param>
    /// <exception cref="AppendFailedException">The line isn't surely on the disk. No other will be: what is there of it
    /// may be torn.</exception>
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
                throw new IOException("The file was removed or replaced, or doesn't keep what is written to it.");
            }
            if (_end == 0)
            {
                RestrictToOwner();
            }
            _file.Flush(flushToDisk: true);
        }
        catch (Exception exception)
        {
            // Of whatever type: .NET has its own for a file that is too large for the process's limit, which is no
            // IOException.
            _failure = exception;
            TruncateToLastLine();
            throw new AppendFailedException(Path, exception);
        }
        _end = end;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Somebody who only reads the file is through in a moment.</summary>
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
    /// Locks can be turned off, by a setting of .NET and by a file system without them, and nothing reports that. So
    /// they are tested.
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
            $"Nothing keeps another process from writing to {path} at the same time. Put it on a file system with locks."
        );
    }

    /// <summary>
    /// For a file that existed before, readable by others. Not before its content is known to be of its format.
    /// </summary>
    private void RestrictToOwner()
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(_file.SafeFileHandle) != OwnerOnly)
        {
            File.SetUnixFileMode(_file.SafeFileHandle, OwnerOnly);
        }
    }

    private void Repair()
    {
        if (WasTorn)
        {
            _file.SetLength(_end);
        }
        if (_end > 0 && !EndsWithNewLine())
        {
            // The line is whole but for its end, and so may have been acted upon.
            _file.Position = _end;
            _file.WriteByte((byte)'\n');
            _end++;
        }
        _file.Flush(flushToDisk: true);
    }

    private bool EndsWithNewLine()
    {
        _file.Position = _end - 1;
        return _file.ReadByte() == '\n';
    }

    private void TruncateToLastLine()
    {
        try
        {
            _file.SetLength(_end);
        }
        catch (Exception)
        {
            // Then the line remains torn, which the next process that opens the file recognizes. The failure to write
            // is the one to report.
        }
    }
}
