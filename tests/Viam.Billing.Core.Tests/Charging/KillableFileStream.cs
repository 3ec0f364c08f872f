namespace Viam.Billing.Core.Tests.Charging;

/// <summary>A ledger file of a process that can be killed: afterward, nothing more is written.</summary>
internal sealed class KillableFileStream(string path)
    : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
{
    public bool IsKilled { get; set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsKilled)
        {
            throw new IOException("The process is dead.");
        }
        base.Write(buffer);
    }

    public override void SetLength(long value)
    {
        if (!IsKilled)
        {
            base.SetLength(value);
        }
    }

    /// <summary>Doesn't flush to disk: power loss isn't tested, and thousands of flushes would take minutes.</summary>
    public override void Flush(bool flushToDisk) => base.Flush(flushToDisk: false);
}
