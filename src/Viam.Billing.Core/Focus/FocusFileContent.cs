using Viam.Billing.Files;
using Viam.Billing.Usage;

namespace Viam.Billing.Focus;

/// <summary>The incomplete file of one billing period.</summary>
internal sealed class FocusFileContent(string path, UsagePeriod period, AtomicFileWriter file, IFocusWriter writer)
    : IAsyncDisposable
{
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private int _rows;
    private decimal _billed;
    private bool _isFinal = true;

    public string Path { get; } = path;

    public async ValueTask AddAsync(IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            _accounts.Add(row.BillingAccountId);
            _rows++;
            _billed += row.BilledCost;
            _isFinal &= row.x_ViamIsFinal;
        }
        await writer.WriteAsync(rows, cancellationToken).ConfigureAwait(false);
    }

    public async Task<FocusFile> CommitAsync(string metadataPath, CancellationToken cancellationToken)
    {
        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
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
            MetadataPath = metadataPath,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync().ConfigureAwait(false);
        await file.DisposeAsync().ConfigureAwait(false);
    }
}
