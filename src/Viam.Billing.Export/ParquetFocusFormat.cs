using Parquet;
using Parquet.Schema;
using Viam.Billing.Files;
using Viam.Billing.Focus;

namespace Viam.Billing.Export;

/// <summary>FOCUS rows as Parquet, compressed with Snappy, which every reader knows.</summary>
internal sealed class ParquetFocusFormat : IFocusFormat
{
    private static readonly ParquetOptions s_options = new() { CompressionMethod = CompressionMethod.Snappy };

    public string Extension => ".parquet";

    public async ValueTask<IFocusWriter> CreateAsync(
        AtomicFileWriter file,
        IReadOnlyList<FocusColumn> columns,
        CancellationToken cancellationToken
    )
    {
        var fields = columns.Select(FieldOf).ToArray();
        var writer = await ParquetWriter
            .CreateAsync(
                new ParquetSchema(fields),
                new AtomicFileStream(file),
                s_options,
                cancellationToken: cancellationToken
            )
            .ConfigureAwait(false);
        return new ParquetFocusWriter(writer, [.. columns.Zip(fields, ParquetFocusColumn.Of)]);
    }

    private static DataField FieldOf(FocusColumn column) =>
        column.Type switch
        {
            FocusColumnType.Decimal => new DecimalDataField(
                column.Name,
                FocusMetadata.Precision,
                FocusRowBuilder.Scale,
                isNullable: column.IsNullable
            ),
            FocusColumnType.DateTime => new DateTimeDataField(
                column.Name,
                DateTimeFormat.Timestamp,
                isAdjustedToUTC: true,
                unit: DateTimeTimeUnit.Micros,
                isNullable: column.IsNullable
            ),
            FocusColumnType.Boolean => new DataField<bool>(column.Name, column.IsNullable),
            _ => new DataField(column.Name, typeof(string), column.IsNullable),
        };
}
