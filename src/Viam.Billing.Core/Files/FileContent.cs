using System.Buffers;

namespace Viam.Billing.Files;

/// <summary>The bytes of a file, in a buffer that is used again after the content is disposed.</summary>
internal sealed class FileContent : IDisposable
{
    private readonly int _length;
    private byte[]? _buffer;

    private FileContent(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsSpan(0, _length);
        }
    }

    /// <summary>Reads a file that others may be adding lines to.</summary>
    /// <exception cref="IOException">The file is locked, isn't a regular file, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static FileContent Read(string path)
    {
        RegularFile.ThrowIfOther(path);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = checked((int)RandomAccess.GetLength(file));
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (var read = 0; read < length; )
            {
                var count = RandomAccess.Read(file, buffer.AsSpan(read..length), read);
                read += count > 0 ? count : throw new EndOfStreamException();
            }
            return new FileContent(buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
