using Microsoft.Win32.SafeHandles;
using Viam.Billing.Files;

namespace Viam.Billing.StoreDriver;

/// <summary>
/// A disk on which each line arrives in small parts, so that a process is often killed in the middle of one.
/// </summary>
internal sealed class SlowDisk : DiskAccess
{
    public override FileStream Open(string path, FileStreamOptions options) =>
        new SlowFile(base.Open(path, options).SafeFileHandle);

    private sealed class SlowFile(SafeFileHandle file) : FileStream(file, FileAccess.ReadWrite, bufferSize: 0)
    {
        private const int PartLength = 4;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > PartLength)
            {
                base.Write(buffer[..PartLength]);
                buffer = buffer[PartLength..];
                Thread.Sleep(2);
            }
            base.Write(buffer);
        }
    }
}
