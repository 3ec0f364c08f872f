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
        /// <summary>The length of text that is written at once, in bytes.</summary>
        private const int WriteSize = 32 * 1024;

        private readonly FocusText _text = new(columns);

        public ValueTask WriteHeaderAsync(CancellationToken cancellationToken)
        {
            _text.AppendHeader();
            return FlushAsync(cancellationToken);
        }

        public async ValueTask WriteAsync(IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken)
        {
            foreach (var row in rows)
            {
                _text.Append(row);
                if (_text.Written.Length >= WriteSize)
                {
                    await FlushAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            await file.WriteAsync(_text.Written, cancellationToken).ConfigureAwait(false);
            _text.Clear();
        }
    }
}
