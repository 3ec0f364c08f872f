using System.Text;
using Viam.Billing.Files;

namespace Viam.Billing.Focus;

/// <summary>FOCUS rows as comma-separated values.</summary>
internal sealed class CsvFocusFormat : IFocusFormat
{
    public string Extension => ".csv";

    public async ValueTask<IFocusWriter> CreateAsync(
        AtomicFileWriter file,
        IReadOnlyList<FocusColumn> columns,
        CancellationToken cancellationToken
    )
    {
        var writer = new Writer(file, columns);
        await writer.WriteHeaderAsync(cancellationToken).ConfigureAwait(false);
        return writer;
    }

    private sealed class Writer(AtomicFileWriter file, IReadOnlyList<FocusColumn> columns) : IFocusWriter
    {
        private readonly StringBuilder _text = new();
        private byte[] _bytes = [];

        public ValueTask WriteHeaderAsync(CancellationToken cancellationToken)
        {
            FocusText.AppendHeader(_text, columns);
            return FlushAsync(cancellationToken);
        }

        public ValueTask WriteAsync(IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken)
        {
            foreach (var row in rows)
            {
                FocusText.Append(_text, row, columns);
            }
            return FlushAsync(cancellationToken);
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            var count = Encode();
            await file.WriteAsync(_bytes.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        private int Encode()
        {
            var length = Encoding.UTF8.GetMaxByteCount(_text.Length);
            if (_bytes.Length < length)
            {
                _bytes = new byte[length];
            }
            var count = 0;
            // Characters of two code units can be divided between chunks.
            var encoder = Encoding.UTF8.GetEncoder();
            foreach (var chunk in _text.GetChunks())
            {
                count += encoder.GetBytes(chunk.Span, _bytes.AsSpan(count), flush: false);
            }
            count += encoder.GetBytes([], _bytes.AsSpan(count), flush: true);
            _text.Clear();
            return count;
        }
    }
}
