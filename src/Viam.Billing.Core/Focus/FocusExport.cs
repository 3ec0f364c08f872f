using Viam.Billing.Files;
using Viam.Billing.Usage;

namespace Viam.Billing.Focus;

/// <summary>
/// Writes one file per billing period, each with a metadata file. All files are moved to their destinations at the end,
/// so that an interrupted export leaves existing files unchanged.
/// </summary>
/// <param name="folder">The full path of an existing folder.</param>
internal sealed class FocusExport(string folder, FocusVersion version, IFocusFormat format, DiskAccess? disk = null)
    : IAsyncDisposable
{
    private readonly SortedDictionary<string, FocusFileContent> _files = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<FocusColumn> _columns = FocusColumns.Of(version);

    /// <exception cref="FileNotSavedException">The file can't be written.</exception>
    public async Task AddAsync(FocusMonth month, CancellationToken cancellationToken)
    {
        if (month.Rows.Count == 0)
        {
            return;
        }
        var path = PathOf(month.Period);
        try
        {
            if (!_files.TryGetValue(path, out var file))
            {
                file = await CreateAsync(path, month.Period, cancellationToken).ConfigureAwait(false);
                _files.Add(path, file);
            }
            await file.AddAsync(month.Rows, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new FileNotSavedException(path, exception);
        }
    }

    /// <summary>Moves the files to their destinations. Periods without rows have no file.</summary>
    /// <exception cref="FileNotSavedException">A file can't be written.</exception>
    public async Task<IReadOnlyList<FocusFile>> CompleteAsync(DateTime now, CancellationToken cancellationToken)
    {
        var written = new List<FocusFile>();
        foreach (var file in _files.Values)
        {
            var metadataPath = file.Path + ".metadata.json";
            try
            {
                written.Add(await file.CommitAsync(metadataPath, cancellationToken).ConfigureAwait(false));
                await using var metadata = new AtomicFileWriter(metadataPath, disk);
                await metadata
                    .WriteAsync(FocusMetadata.Describe(version, _columns, now), cancellationToken)
                    .ConfigureAwait(false);
                await metadata.CommitAsync(overwrite: true).ConfigureAwait(false);
            }
            catch (IOException exception)
            {
                throw new FileNotSavedException(file.Path, exception);
            }
        }
        return written;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files.Values)
        {
            await file.DisposeAsync().ConfigureAwait(false);
        }
    }

    private string PathOf(UsagePeriod period) => Path.Combine(folder, $"focus-{period.Name}{format.Extension}");

    private async Task<FocusFileContent> CreateAsync(
        string path,
        UsagePeriod period,
        CancellationToken cancellationToken
    )
    {
        var file = new AtomicFileWriter(path, disk);
        try
        {
            var writer = await format.CreateAsync(file, _columns, cancellationToken).ConfigureAwait(false);
            return new FocusFileContent(path, period, file, writer);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
