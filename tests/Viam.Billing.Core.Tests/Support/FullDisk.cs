using Microsoft.Win32.SafeHandles;
using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Support;

/// <summary>A disk on which files can be opened but can't grow.</summary>
internal sealed class FullDisk : DiskAccess
{
    public override FileStream Open(string path, FileStreamOptions options) =>
        new FullFile(base.Open(path, options).SafeFileHandle);

    private sealed class FullFile(SafeFileHandle file) : FileStream(file, FileAccess.ReadWrite, bufferSize: 0)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            // Half of the data is written, as on a real disk.
            base.Write(buffer[..(buffer.Length / 2)]);
            throw new IOException("No space left on device");
        }
    }
}
