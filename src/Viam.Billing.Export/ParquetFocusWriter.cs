using Parquet;
using Viam.Billing.Focus;

namespace Viam.Billing.Export;

/// <summary>Writes rows in groups, so that memory doesn't grow with the file.</summary>
internal sealed class ParquetFocusWriter(ParquetWriter writer, IReadOnlyList<ParquetFocusColumn> columns) : IFocusWriter
{
    /// <summary>Rows of a group.</summary>
    internal const int GroupSize = 10_000;

    private int _rows;

    public async ValueTask WriteAsync(IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken)
    {
        for (var first = 0; first < rows.Count; )
        {
            var count = Math.Min(rows.Count - first, GroupSize - _rows);
            foreach (var column in columns)
            {
                column.Add(rows, first, count);
            }
            first += count;
            _rows += count;
            if (_rows == GroupSize)
            {
                await WriteGroupAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await WriteGroupAsync(cancellationToken).ConfigureAwait(false);
        // Writes the footer.
        await writer.DisposeAsync().ConfigureAwait(false);
    }

    // Without a footer the file isn't whole, and nobody sees it.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task WriteGroupAsync(CancellationToken cancellationToken)
    {
        if (_rows == 0)
        {
            return;
        }
        using var group = writer.CreateRowGroup();
        foreach (var column in columns)
        {
            await column.WriteAsync(group, cancellationToken).ConfigureAwait(false);
        }
        group.CompleteValidate();
        _rows = 0;
    }
}
