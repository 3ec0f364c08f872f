namespace Viam.Billing.Tests.Core.Charging;

/// <summary>The file of a ledger in a process that dies: from that moment on nothing is written any more.</summary>
internal sealed class MortalFile(string path)
    : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
{
    public bool IsDead { get; set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsDead)
        {
            throw new IOException("The process is dead.");
        }
        base.Write(buffer);
    }

    public override void SetLength(long value)
    {
        if (!IsDead)
        {
            base.SetLength(value);
        }
    }

    /// <summary>Power cuts aren't the subject, and thousands of flushes take minutes.</summary>
    public override void Flush(bool flushToDisk) => base.Flush(flushToDisk: false);
}
