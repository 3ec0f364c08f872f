using System.Text;
using Viam.Billing.Files;

namespace Viam.Billing.Charging;

/// <summary>
/// The file of a ledger. Lines are only ever added, and a line is on the disk, flushed through, before <see cref="Append"/> returns. Who has it open to write
/// holds it alone. Not safe for concurrent use.
/// </summary>
internal sealed class LedgerLog : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream _file;
    private string _hash = "";
    private long _end;
    private Exception? _failure;

    private LedgerLog(FileStream file) => _file = file;

    /// <summary>True if the last line was torn, as a power cut leaves it, and so is left out.</summary>
    public bool WasTorn { get; private set; }

    /// <summary>Opens a ledger and holds it; makes it if it is not there, readable by its owner alone. A torn last line is taken off.</summary>
    /// <param name="take">Takes each line's JSON in turn. False if no ledger can hold it there.</param>
    /// <exception cref="IOException">Another process holds it, or the disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="LedgerDamagedException">It is damaged beyond a torn last line.</exception>
    public static LedgerLog Open(string path, Func<byte[], bool> take)
    {
        var target = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return Guard(new FileStream(target, options), file =>
        {
            ThrowIfOthersMayOpen(target, options);
            // A file that was just made is not surely in its folder after a power cut, unless the folder is flushed as well.
            if (file.Length == 0) Folder.Flush(Path.GetDirectoryName(target)!);
            var log = Hold(file, take);
            if (log._end > 0) log.MakePrivate();
            return log;
        });
    }

    /// <summary>Reads a ledger and changes nothing.</summary>
    public static LedgerLog Read(string path, Func<byte[], bool> take) => Guard(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), file =>
    {
        var log = new LedgerLog(file);
        log.Load(take);
        return log;
    });

    /// <summary>As <see cref="Open"/>, of a file that is held already.</summary>
    internal static LedgerLog Hold(FileStream file, Func<byte[], bool> take)
    {
        var log = new LedgerLog(file);
        log.Load(take);
        log.Repair();
        return log;
    }

    /// <exception cref="LedgerNotWrittenException">The line is not surely on the disk. No other will be: what is there of it may be torn.</exception>
    public void Append(ReadOnlySpan<byte> json)
    {
        if (_failure is not null) throw new LedgerNotWrittenException(_file.Name, _failure);
        var line = LedgerLine.Make(json, _hash, out var hash);
        try
        {
            _file.Position = _end;
            _file.Write(line);
            if (new FileInfo(_file.Name).Length != _end + line.Length) throw new IOException("The file was removed or replaced, or is none that keeps what it is given.");
            if (_end == 0) MakePrivate();
            _file.Flush(flushToDisk: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _failure = error;
            TakeBack();
            throw new LedgerNotWrittenException(_file.Name, error);
        }
        _end += line.Length;
        _hash = hash;
    }

    public void Dispose() => _file.Dispose();

    private static LedgerLog Guard(FileStream file, Func<FileStream, LedgerLog> open)
    {
        try
        {
            return open(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Locks can be turned off, by .NET's own setting and by a file system that has none, and nothing says so. So they are put to the test.</summary>
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
        throw new IOException($"Nothing keeps another process from writing to {path} at the same time. Put it on a file system with locks.");
    }

    /// <summary>For a file that was there before, readable by others. Not before it is sure to be a ledger: a device must not be closed to others.</summary>
    private void MakePrivate()
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(_file.SafeFileHandle) != OwnerOnly) File.SetUnixFileMode(_file.SafeFileHandle, OwnerOnly);
    }

    private void Load(Func<byte[], bool> take)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        // Editors leave a byte order mark, and other ends of lines, which change nothing that was written.
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (var number = 1; start < bytes.Length; number++)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var next = length < 0 ? bytes.Length : start + length + 1;
            var line = bytes.AsSpan(start..next).TrimEnd("\r\n"u8);
            if (line.Length > 0 && !TryTake(line, take))
            {
                if (next < bytes.Length || !LedgerLine.IsTorn(line, hasEnd: length >= 0)) throw new LedgerDamagedException(_file.Name, number);
                WasTorn = true;
                break;
            }
            start = next;
        }
        _end = start;
    }

    private bool TryTake(ReadOnlySpan<byte> line, Func<byte[], bool> take)
    {
        if (!LedgerLine.TryRead(line, _hash, out var json, out var hash) || !take(json)) return false;
        _hash = hash;
        return true;
    }

    private void Repair()
    {
        if (WasTorn) _file.SetLength(_end);
        if (_end > 0 && !EndsWithNewLine())
        {
            // It is whole but for its end, and so may have been acted upon.
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

    private void TakeBack()
    {
        try
        {
            _file.SetLength(_end);
        }
        catch (IOException)
        {
            // Then the line stays behind torn, which the next to open the file recognizes.
        }
    }
}
