using Microsoft.Win32.SafeHandles;

namespace Viam.Billing.Files;

/// <summary>
/// The file operations whose order matters after a power failure. Tests replace them to verify the order and to
/// simulate errors.
/// </summary>
internal class DiskAccess
{
    public static DiskAccess Default { get; } = new();

    public virtual FileStream Open(string path, FileStreamOptions options) => new(path, options);

    public virtual SafeFileHandle Create(string path) => File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);

    public virtual void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) =>
        RandomAccess.Write(file, bytes, offset);

    public virtual void Flush(SafeFileHandle file) => RandomAccess.FlushToDisk(file);

    public virtual void Move(string source, string target, bool overwrite) => File.Move(source, target, overwrite);

    public virtual void FlushFolder(string path) => Folder.Flush(path);
}
