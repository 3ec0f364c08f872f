namespace Viam.Billing.Files;

/// <summary>
/// A file in the making. It is written beside its target, flushed to disk and then moved there, so that whoever looks sees the old file, none, or the whole
/// new one. Disposing it before <see cref="CommitAsync"/> leaves nothing behind.
/// </summary>
internal sealed class NewFile : IAsyncDisposable
{
    private readonly string _target;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _committed;

    public NewFile(string target)
    {
        _target = target;
        _temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        _stream = new FileStream(_temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            // Parts of a stream are small, and each write of an asynchronous file takes a thread of the pool.
            BufferSize = 256 * 1024,
        });
    }

    /// <summary>In bytes.</summary>
    public long Length { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        Length += bytes.Length;
    }

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="IOException">There is a file already, and <paramref name="overwrite"/> is false; or the disk fails.</exception>
    public async Task CommitAsync(bool overwrite)
    {
        _stream.Flush(flushToDisk: true);
        await _stream.DisposeAsync().ConfigureAwait(false);
        File.Move(_temporary, _target, overwrite);
        _committed = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_committed) return;
        await _stream.DisposeAsync().ConfigureAwait(false);
        File.Delete(_temporary);
    }
}
