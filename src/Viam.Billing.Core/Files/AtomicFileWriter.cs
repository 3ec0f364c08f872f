using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Viam.Billing.Files;

/// <summary>
/// Writes a file atomically. The content is written to a temporary file in the same folder, flushed to disk, and then
/// moved to its final name, so that the file is always either missing, unchanged, or complete. If the writer is
/// disposed before <see cref="CommitAsync"/>, nothing remains.
/// </summary>
/// <remarks>
/// Data is written and flushed to disk while more data is received, so that little work remains at the end.
/// </remarks>
internal sealed class AtomicFileWriter : IAsyncDisposable
{
    /// <summary>The size of a write operation, in bytes. Received chunks are smaller.</summary>
    private const int WriteSize = 256 * 1024;

    /// <summary>The amount of data after which the file is flushed to disk, in bytes.</summary>
    private const int FlushSize = 16 * 1024 * 1024;

    private readonly DiskAccess _disk;
    private readonly string _target;
    private readonly string _temporary;
    private readonly SafeFileHandle _file;

    /// <summary>Received data that isn't being written yet.</summary>
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(WriteSize);
    private int _buffered;

    /// <summary>The second buffer, which is being written or is unused; null until it is needed.</summary>
    private byte[]? _other;
    private Task _writing = Task.CompletedTask;
    private long _written;
    private Task _flushing = Task.CompletedTask;
    private long _flushed;
    private bool _isComplete;
    private bool _isCommitted;

    /// <exception cref="IOException">The file can't be created. All errors of the file have this type, also in the
    /// other methods.</exception>
    public AtomicFileWriter(string target, DiskAccess? disk = null)
    {
        _disk = disk ?? DiskAccess.Default;
        // A symbolic link stays one, and what isn't a file stays what it is.
        _target = target = Guard(() => RegularFile.ResolveLink(target));
        Guard(() => RegularFile.ThrowIfOther(target));
        // Part of the target's name, so that the temporary file can be recognized. Limited, so that the name isn't too
        // long.
        var name = Path.GetFileName(target);
        _temporary = Path.Combine(
            Path.GetDirectoryName(target)!,
            $".{name[..Math.Min(name.Length, 60)]}.{Path.GetRandomFileName()}.tmp"
        );
        _file = Guard(() => _disk.Create(_temporary));
    }

    /// <summary>The length in bytes.</summary>
    public long Length => _written + _buffered;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, WriteSize - _buffered);
            bytes[..taken].CopyTo(_buffer.AsMemory(_buffered));
            bytes = bytes[taken..];
            _buffered += taken;
            if (_buffered < WriteSize)
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            await BeginWriteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Writes all that is left, so that a full disk is found before the file gets its final name.</summary>
    public async Task CompleteAsync()
    {
        await BeginWriteAsync().ConfigureAwait(false);
        await Task.WhenAll(_writing, _flushing).ConfigureAwait(false);
        Guard(() =>
        {
            KeepPermissions();
            _disk.Flush(_file);
            _file.Dispose();
            _isComplete = true;
        });
    }

    /// <summary>Moves the file to its final name, and completes it before if it isn't complete.</summary>
    /// <exception cref="IOException">The file already exists and <paramref name="overwrite"/> is false, or the disk
    /// fails.</exception>
    public async Task CommitAsync(bool overwrite)
    {
        if (!_isComplete)
        {
            await CompleteAsync().ConfigureAwait(false);
        }
        Guard(() =>
        {
            _disk.Move(_temporary, _target, overwrite);
            _isCommitted = true;
        });
    }

    public async ValueTask DisposeAsync()
    {
        // If one of the tasks failed, the error was already reported and the file is discarded.
        await Task.WhenAll(_writing, _flushing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ArrayPool<byte>.Shared.Return(_buffer);
        if (_other is not null)
        {
            ArrayPool<byte>.Shared.Return(_other);
        }

        if (_isCommitted)
        {
            return;
        }

        Guard(() =>
        {
            _file.Dispose();
            File.Delete(_temporary);
        });
    }

    private void KeepPermissions()
    {
        if (!OperatingSystem.IsWindows() && File.Exists(_target))
        {
            File.SetUnixFileMode(_file, File.GetUnixFileMode(_target));
        }
    }

    /// <summary>
    /// Converts other exceptions to IOException, such as the one for a file that exceeds the size limit of the process.
    /// </summary>
    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is not IOException)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private static void Guard(Action work) =>
        Guard<object?>(() =>
        {
            work();
            return null;
        });

    /// <summary>Starts to write the buffer after the previous write operation has completed.</summary>
    private async Task BeginWriteAsync()
    {
        await _writing.ConfigureAwait(false);
        if (_written - _flushed >= FlushSize && _flushing.IsCompleted)
        {
            await BeginFlushAsync().ConfigureAwait(false);
        }

        var (full, length, at) = (_buffer, _buffered, _written);
        (_buffer, _other) = (_other ?? ArrayPool<byte>.Shared.Rent(WriteSize), full);
        _writing = Task.Run(() => Guard(() => _disk.Write(_file, full.AsSpan(0, length), at)));
        _written += length;
        _buffered = 0;
    }

    private async Task BeginFlushAsync()
    {
        await _flushing.ConfigureAwait(false);
        _flushed = _written;
        _flushing = Task.Run(() => Guard(() => _disk.Flush(_file)));
    }
}
