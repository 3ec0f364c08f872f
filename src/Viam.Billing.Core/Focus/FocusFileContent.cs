using Viam.Billing.Files;
using Viam.Billing.Usage;

namespace Viam.Billing.Focus;

/// <summary>The incomplete file of one billing period, and its metadata file.</summary>
internal sealed class FocusFileContent(
    string path,
    UsagePeriod period,
    AtomicFileWriter file,
    IFocusWriter writer,
    AtomicFileWriter metadata
) : IAsyncDisposable
{
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private int _rows;
    private decimal _billed;
    private bool _isFinal = true;

    public string Path { get; } = path;

    public string MetadataPath { get; } = MetadataPathOf(path);

    public static string MetadataPathOf(string path) => path + ".metadata.json";

    public async ValueTask AddAsync(IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken)
    {
        var account = "";
        foreach (var row in rows)
        {
            if (!ReferenceEquals(row.BillingAccountId, account))
            {
                _accounts.Add(account = row.BillingAccountId);
            }
            _rows++;
            _billed += row.BilledCost;
            _isFinal &= row.x_ViamIsFinal;
        }
        await writer.WriteAsync(rows, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the rest of both files, but doesn't move them to their destinations.</summary>
    public async Task CompleteAsync(ReadOnlyMemory<byte> description, CancellationToken cancellationToken)
    {
        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await file.CompleteAsync().ConfigureAwait(false);
        await metadata.WriteAsync(description, cancellationToken).ConfigureAwait(false);
        await metadata.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Moves the file of the rows to its destination.</summary>
    public async Task<FocusFile> CommitAsync()
    {
        await file.CommitAsync(overwrite: true).ConfigureAwait(false);
        return new FocusFile
        {
            BillingPeriodStart = period.Start,
            BillingPeriodEnd = period.End,
            IsFinal = _isFinal,
            AccountCount = _accounts.Count,
            RowCount = _rows,
            BilledCost = _billed,
            Path = Path,
            MetadataPath = MetadataPath,
        };
    }

    public Task CommitMetadataAsync() => metadata.CommitAsync(overwrite: true);

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync().ConfigureAwait(false);
        await file.DisposeAsync().ConfigureAwait(false);
        await metadata.DisposeAsync().ConfigureAwait(false);
    }
}
