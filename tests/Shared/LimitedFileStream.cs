namespace Viam.Billing.Tests.Shared;

/// <summary>A file on a disk that becomes full.</summary>
internal sealed class LimitedFileStream(string path)
    : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
{
    public int BytesLeft { get; set; } = int.MaxValue;

    public bool ThrowsWhenFull { get; init; } = true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var fits = Math.Min(buffer.Length, BytesLeft);
        base.Write(buffer[..fits]);
        BytesLeft -= fits;
        if (fits < buffer.Length && ThrowsWhenFull)
        {
            throw new IOException("No space left on device");
        }
    }
}
