using System.Text;
using Viam.Billing.Files;

namespace Viam.Billing.Reports;

/// <summary>Writes a metrics file, which is replaced atomically, so that readers never see a part of it.</summary>
internal static class MetricFile
{
    /// <param name="path">A full path. An existing file is replaced.</param>
    /// <exception cref="FileNotSavedException">The file can't be written.</exception>
    public static async Task SaveAsync(
        string path,
        IReadOnlyList<OrganizationMetrics> organizations,
        CancellationToken cancellationToken,
        DiskAccess? disk = null
    )
    {
        try
        {
            await using var file = new AtomicFileWriter(path, disk);
            await file.WriteAsync(Encoding.UTF8.GetBytes(MetricText.Write(organizations)), cancellationToken)
                .ConfigureAwait(false);
            await file.CommitAsync(overwrite: true).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new FileNotSavedException(path, exception);
        }
    }
}
