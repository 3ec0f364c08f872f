using System.Runtime.CompilerServices;
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
    /// <summary>The number of files that are flushed to disk at the same time.</summary>
    private const int CompletedTogether = 8;

    private readonly SortedDictionary<string, FocusFileContent> _files = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<FocusColumn> _columns = FocusColumns.Of(version);

    /// <exception cref="FileNotSavedException">The file can't be written.</exception>
    public async Task AddAsync(FocusMonth month, CancellationToken cancellationToken)
    {
        if (month.Rows.Count > 0)
        {
            var file = await FindAsync(month.Period, cancellationToken).ConfigureAwait(false);
            await AddAsync(file, month, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds several months, which are written concurrently if they are in different files.</summary>
    /// <exception cref="FileNotSavedException">A file can't be written.</exception>
    public async Task AddAsync(IEnumerable<FocusMonth> months, CancellationToken cancellationToken)
    {
        var added = new List<(FocusFileContent File, FocusMonth Month)>();
        foreach (var month in months.Where(static month => month.Rows.Count > 0))
        {
            added.Add((await FindAsync(month.Period, cancellationToken).ConfigureAwait(false), month));
        }
        await Task.WhenAll(
                added
                    .GroupBy(static item => item.File)
                    .Select(file =>
                        Task.Run(
                            async () =>
                            {
                                foreach (var (_, month) in file)
                                {
                                    await AddAsync(file.Key, month, cancellationToken).ConfigureAwait(false);
                                }
                            },
                            CancellationToken.None
                        )
                    )
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Completes all files, and then moves them to their destinations. Each file is returned as soon as it was moved,
    /// so that the caller knows which files were replaced if a later one can't be moved. Periods without rows have no
    /// file.
    /// </summary>
    /// <exception cref="FileNotSavedException">A file can't be written.</exception>
    public async IAsyncEnumerable<FocusFile> CompleteAsync(
        DateTime now,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var description = FocusMetadata.Describe(version, _columns, now);
        await Parallel
            .ForEachAsync(
                _files.Values,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = CompletedTogether,
                    CancellationToken = cancellationToken,
                },
                async (file, stop) =>
                    await SaveAsync(file.Path, () => file.CompleteAsync(description, stop)).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        foreach (var file in _files.Values)
        {
            FocusFile? written = null;
            await SaveAsync(file.Path, async () => written = await file.CommitAsync().ConfigureAwait(false))
                .ConfigureAwait(false);
            var metadata = SaveAsync(file.MetadataPath, file.CommitMetadataAsync);
            await metadata.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            yield return written!;
            await metadata.ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files.Values)
        {
            await file.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static Task AddAsync(FocusFileContent file, FocusMonth month, CancellationToken cancellationToken) =>
        SaveAsync(file.Path, () => file.AddAsync(month.Rows, cancellationToken).AsTask());

    private async Task<FocusFileContent> FindAsync(UsagePeriod period, CancellationToken cancellationToken)
    {
        var path = PathOf(period);
        if (!_files.TryGetValue(path, out var file))
        {
            _files.Add(path, file = await CreateAsync(path, period, cancellationToken).ConfigureAwait(false));
        }
        return file;
    }

    private string PathOf(UsagePeriod period) => Path.Combine(folder, $"focus-{period.Name}{format.Extension}");

    /// <summary>Creates both files, so that one which can't be replaced is found before any is.</summary>
    private async Task<FocusFileContent> CreateAsync(
        string path,
        UsagePeriod period,
        CancellationToken cancellationToken
    )
    {
        var metadata = Create(FocusFileContent.MetadataPathOf(path));
        AtomicFileWriter? file = null;
        try
        {
            file = Create(path);
            var writer = await format.CreateAsync(file, _columns, cancellationToken).ConfigureAwait(false);
            return new FocusFileContent(path, period, file, writer, metadata);
        }
        catch (Exception exception)
        {
            await metadata.DisposeAsync().ConfigureAwait(false);
            if (file is not null)
            {
                await file.DisposeAsync().ConfigureAwait(false);
            }
            if (exception is IOException cause)
            {
                throw new FileNotSavedException(path, cause);
            }
            throw;
        }
    }

    private AtomicFileWriter Create(string path)
    {
        try
        {
            return new AtomicFileWriter(path, disk);
        }
        catch (IOException exception)
        {
            throw new FileNotSavedException(path, exception);
        }
    }

    private static async Task SaveAsync(string path, Func<Task> save)
    {
        try
        {
            await save().ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new FileNotSavedException(path, exception);
        }
    }
}
