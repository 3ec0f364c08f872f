using Viam.Billing.Files;

namespace Viam.Billing.Reports;

/// <summary>The file of a report, which readers see as a whole or not at all.</summary>
internal static class ReportFile
{
    /// <param name="path">A full path. A file there is replaced.</param>
    /// <exception cref="FileNotSavedException">It can't be written. A file that was there is still there.</exception>
    public static async Task SaveAsync(
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
