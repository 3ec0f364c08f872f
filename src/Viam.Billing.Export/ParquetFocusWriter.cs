using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;
using Viam.Billing.Focus;

namespace Viam.Billing.Export;

/// <summary>Writes rows in groups, so that memory doesn't grow with the file.</summary>
internal sealed class ParquetFocusWriter(
    ParquetWriter writer,
    IReadOnlyList<FocusColumn> columns,
    IReadOnlyList<DataField> fields
) : IFocusWriter
{
    /// <summary>Rows of a group.</summary>
    internal const int GroupSize = 10_000;

    private readonly List<FocusRow> _rows = [];

    public async ValueTask WriteAsync(IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            _rows.Add(row);
            if (_rows.Count == GroupSize)
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
        if (_rows.Count == 0)
        {
            return;
        }
        using var group = writer.CreateRowGroup();
        for (var i = 0; i < columns.Count; i++)
        {
            await WriteColumnAsync(group, columns[i], fields[i], cancellationToken).ConfigureAwait(false);
        }
        group.CompleteValidate();
        _rows.Clear();
    }

    private async Task WriteColumnAsync(
        ParquetRowGroupWriter group,
        FocusColumn column,
        DataField field,
        CancellationToken cancellationToken
    )
    {
        switch (column.Type)
        {
            case FocusColumnType.String:
                await group
                    .WriteAsync(field, _rows.ConvertAll(row => (string?)column.Value(row))!)
                    .ConfigureAwait(false);
                break;
            case FocusColumnType.Decimal:
                await WriteAsync<decimal>(group, column, field, cancellationToken).ConfigureAwait(false);
                break;
            case FocusColumnType.DateTime:
                await WriteAsync<DateTime>(group, column, field, cancellationToken).ConfigureAwait(false);
                break;
            default:
                await WriteAsync<bool>(group, column, field, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async Task WriteAsync<T>(
        ParquetRowGroupWriter group,
        FocusColumn column,
        DataField field,
        CancellationToken cancellationToken
    )
        where T : struct
    {
        if (column.IsNullable)
        {
            ReadOnlyMemory<T?> values = _rows.Select(row => (T?)column.Value(row)).ToArray();
            await group
                .WriteAsync(field, values, repetitionLevels: null, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
        }
        else
        {
            ReadOnlyMemory<T> values = _rows.Select(row => (T)column.Value(row)!).ToArray();
            await group
                .WriteAsync(field, values, repetitionLevels: null, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
