using System.Diagnostics;
using Parquet;
using Parquet.Schema;
using Viam.Billing.Focus;

namespace Viam.Billing.Export;

/// <summary>The values of a column in the rows that aren't written yet.</summary>
internal abstract class ParquetFocusColumn
{
    /// <summary>Creates the buffer of a column.</summary>
    public static ParquetFocusColumn Of(FocusColumn column, DataField field) =>
        column switch
        {
            FocusColumn<string?> text => new Text(text, field),
            FocusColumn<decimal> number => new Value<decimal>(number, field),
            FocusColumn<decimal?> number => new OptionalValue<decimal>(number, field),
            FocusColumn<DateTime> time => new Value<DateTime>(time, field),
            FocusColumn<bool> flag => new Value<bool>(flag, field),
            _ => throw new UnreachableException(),
        };

    /// <summary>Adds the values of consecutive rows.</summary>
    public abstract void Add(IReadOnlyList<FocusRow> rows, int first, int count);

    /// <summary>Writes the values as the next column of a group, and removes them.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken);

    private abstract class Buffer<T>(FocusColumn<T> column) : ParquetFocusColumn
    {
        private T[] _values = new T[256];
        private int _count;

        public sealed override void Add(IReadOnlyList<FocusRow> rows, int first, int count)
        {
            if (_values.Length < _count + count)
            {
                Array.Resize(ref _values, Math.Clamp(_values.Length * 2, _count + count, ParquetFocusWriter.GroupSize));
            }
            for (var i = first; i < first + count; i++)
            {
                _values[_count++] = column.Value(rows[i]);
            }
        }

        public sealed override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
        {
            await WriteAsync(group, new ArraySegment<T>(_values, 0, _count), cancellationToken).ConfigureAwait(false);
            _count = 0;
        }

        protected abstract Task WriteAsync(
            ParquetRowGroupWriter group,
            ArraySegment<T> values,
            CancellationToken cancellationToken
        );
    }

    private sealed class Text(FocusColumn<string?> column, DataField field) : Buffer<string?>(column)
    {
        protected override Task WriteAsync(
            ParquetRowGroupWriter group,
            ArraySegment<string?> values,
            CancellationToken cancellationToken
        ) => group.WriteAsync(field, values!);
    }

    private sealed class Value<T>(FocusColumn<T> column, DataField field) : Buffer<T>(column)
        where T : struct
    {
        protected override Task WriteAsync(
            ParquetRowGroupWriter group,
            ArraySegment<T> values,
            CancellationToken cancellationToken
        ) =>
            group.WriteAsync<T>(field, values.AsMemory(), repetitionLevels: null, cancellationToken: cancellationToken);
    }

    private sealed class OptionalValue<T>(FocusColumn<T?> column, DataField field) : Buffer<T?>(column)
        where T : struct
    {
        protected override Task WriteAsync(
            ParquetRowGroupWriter group,
            ArraySegment<T?> values,
            CancellationToken cancellationToken
        ) =>
            group.WriteAsync<T>(
                field,
                (ReadOnlyMemory<T?>)values.AsMemory(),
                repetitionLevels: null,
                cancellationToken: cancellationToken
            );
    }
}
