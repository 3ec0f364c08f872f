namespace Viam.Billing.Files;

/// <summary>Writes files atomically, so that readers never see a part of one.</summary>
internal static class AtomicFile
{
    /// <param name="path">A full path. An existing file is replaced.</param>
    /// <exception cref="FileNotSavedException">The file can't be written. An existing file is unchanged.</exception>
    public static async Task WriteAllBytesAsync(
        string path,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken,
        DiskAccess? disk = null
    )
    {
        try
        {
            await using var file = new AtomicFileWriter(path, disk);
            await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            await file.CommitAsync(overwrite: true).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new FileNotSavedException(path, exception);
        }
    }
}
