using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Viam.Billing.Files;

/// <summary>
/// A file in the making. It is written beside its target, flushed to disk and then moved there, so that whoever looks sees the old file, none, or the whole
/// new one. Disposing it before <see cref="CommitAsync"/> leaves nothing behind.
/// </summary>
/// <remarks>What has come is written, and what is written goes to disk, while more is on its way: at the end a person would wait for it.</remarks>
internal sealed class AtomicFileWriter : IAsyncDisposable
{
    /// <summary>How much is written at a time, in bytes: what comes is in small parts.</summary>
    private const int WriteSize = 256 * 1024;

    /// <summary>How much goes to disk at a time, in bytes.</summary>
    private const int FlushSize = 16 * 1024 * 1024;

    private readonly DiskAccess _disk;
    private readonly string _target;
    private readonly string _temporary;
    private readonly SafeFileHandle _file;

    /// <summary>What has come and is not being written yet.</summary>
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(WriteSize);
    private int _buffered;

    /// <summary>The other buffer, which is being written or free; null until it is needed.</summary>
    private byte[]? _other;
    private Task _writing = Task.CompletedTask;
    private long _written;
    private Task _flushing = Task.CompletedTask;
    private long _flushed;
    private bool _isCommitted;

    /// <exception cref="IOException">It can't be created. This is the type of whatever goes wrong with the file, here and in what follows.</exception>
    public AtomicFileWriter(string target, DiskAccess? disk = null)
    {
        _disk = disk ?? DiskAccess.Default;
        _target = target;
        // Enough of the target's name to tell a person what it is, and not so much that the two together are too long.
        var name = Path.GetFileName(target);
        _temporary = Path.Combine(
            Path.GetDirectoryName(target)!,
            $".{name[..Math.Min(name.Length, 60)]}.{Path.GetRandomFileName()}.tmp"
        );
        _file = Guard(() => _disk.Create(_temporary));
    }

    /// <summary>In bytes.</summary>
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

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="IOException">There is a file already, and <paramref name="overwrite"/> is false; or the disk fails.</exception>
    public async Task CommitAsync(bool overwrite)
    {
        await BeginWriteAsync().ConfigureAwait(false);
        await Task.WhenAll(_writing, _flushing).ConfigureAwait(false);
        Guard(() =>
        {
            _disk.Flush(_file);
            _file.Dispose();
            _disk.Move(_temporary, _target, overwrite);
            return _isCommitted = true;
        });
    }

    public async ValueTask DisposeAsync()
    {
        // Where one of them has failed, the file is given up, and whoever awaited it has been told.
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
            return true;
        });
    }

    /// <summary>.NET has exceptions of other types than IOException too: for a file that is larger than the process's limit, for one.</summary>
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

    /// <summary>Begins to write what is buffered, once what came before it is written.</summary>
    private async Task BeginWriteAsync()
    {
        await _writing.ConfigureAwait(false);
        if (_written - _flushed >= FlushSize && _flushing.IsCompleted)
        {
            await BeginFlushAsync().ConfigureAwait(false);
        }

        var (full, length, at) = (_buffer, _buffered, _written);
        (_buffer, _other) = (_other ?? ArrayPool<byte>.Shared.Rent(WriteSize), full);
        _writing = Task.Run(() =>
            Guard(() =>
            {
                _disk.Write(_file, full.AsSpan(0, length), at);
                return true;
            })
        );
        _written += length;
        _buffered = 0;
    }

    private async Task BeginFlushAsync()
    {
        await _flushing.ConfigureAwait(false);
        _flushed = _written;
        _flushing = Task.Run(() =>
            Guard(() =>
            {
                _disk.Flush(_file);
                return true;
            })
        );
    }
}
