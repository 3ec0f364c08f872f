using Microsoft.Win32.SafeHandles;
using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Support;

/// <summary>A disk on which new files can be created but nothing can be written to them.</summary>
internal sealed class UnwritableDisk : DiskAccess
{
    public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) =>
        throw new IOException("No space left on device");
}
