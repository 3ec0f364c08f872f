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
            var bytes = Encoding.UTF8.GetBytes(_text.ToString());
            _text.Clear();
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
    }
}
