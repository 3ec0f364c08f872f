using System.Globalization;
using CsvHelper;
using Parquet;
using Parquet.Schema;
using Viam.Billing.Focus;

namespace Viam.Billing.Benchmarks;

/// <summary>A column of FOCUS 1.4, written without boxing.</summary>
internal abstract class BareColumn(DataField field)
{
    public static IReadOnlyList<BareColumn> All { get; } =
    [
        new Number(nameof(FocusRow.BilledCost), static row => row.BilledCost),
        new Number(nameof(FocusRow.EffectiveCost), static row => row.EffectiveCost),
        new Number(nameof(FocusRow.ContractedCost), static row => row.ContractedCost),
        new Number(nameof(FocusRow.ListCost), static row => row.ListCost),
        new OptionalNumber(nameof(FocusRow.ListUnitPrice), static row => row.ListUnitPrice),
        new Text(nameof(FocusRow.BillingAccountId), false, static row => row.BillingAccountId),
        new Text(nameof(FocusRow.BillingAccountName), true, static row => row.BillingAccountName),
        new Text(nameof(FocusRow.BillingCurrency), false, static row => row.BillingCurrency),
        new Time(nameof(FocusRow.BillingPeriodStart), static row => row.BillingPeriodStart),
        new Time(nameof(FocusRow.BillingPeriodEnd), static row => row.BillingPeriodEnd),
        new Time(nameof(FocusRow.ChargePeriodStart), static row => row.ChargePeriodStart),
        new Time(nameof(FocusRow.ChargePeriodEnd), static row => row.ChargePeriodEnd),
        new Text(nameof(FocusRow.ChargeCategory), false, static row => row.ChargeCategory),
        new Text(nameof(FocusRow.ChargeClass), true, static row => row.ChargeClass),
        new Text(nameof(FocusRow.ChargeFrequency), false, static row => row.ChargeFrequency),
        new Text(nameof(FocusRow.ChargeDescription), false, static row => row.ChargeDescription),
        new Text(nameof(FocusRow.ServiceProviderName), false, static row => row.ServiceProviderName),
        new Text(nameof(FocusRow.HostProviderName), false, static row => row.HostProviderName),
        new Text(nameof(FocusRow.InvoiceIssuerName), false, static row => row.InvoiceIssuerName),
        new OptionalNumber(nameof(FocusRow.PricingQuantity), static row => row.PricingQuantity),
        new Text(nameof(FocusRow.PricingUnit), true, static row => row.PricingUnit),
        new Text(nameof(FocusRow.ServiceName), false, static row => row.ServiceName),
        new Text(nameof(FocusRow.ServiceCategory), false, static row => row.ServiceCategory),
        new Text(nameof(FocusRow.ServiceSubcategory), false, static row => row.ServiceSubcategory),
        new Text(nameof(FocusRow.SkuId), true, static row => row.SkuId),
        new Text(nameof(FocusRow.SkuMeter), true, static row => row.SkuMeter),
        new Text(nameof(FocusRow.SkuPriceId), true, static row => row.SkuPriceId),
        new Text(nameof(FocusRow.x_ViamResourceType), false, static row => row.x_ViamResourceType),
        new Text(nameof(FocusRow.x_ViamSourceType), true, static row => row.x_ViamSourceType),
        new Text(nameof(FocusRow.x_ViamTierName), true, static row => row.x_ViamTierName),
        new Time(nameof(FocusRow.x_ViamReadAt), static row => row.x_ViamReadAt),
        new Flag(nameof(FocusRow.x_ViamIsFinal), static row => row.x_ViamIsFinal),
    ];

    public DataField Field { get; } = field;

    public abstract void Write(CsvWriter writer, FocusRow row);

    public abstract ValueTask WriteAsync(ParquetRowGroupWriter group, FocusRow[] rows);

    private static DecimalDataField Decimal(string name, bool isNullable) =>
        new(name, FocusMetadata.Precision, FocusRowBuilder.Scale, isNullable: isNullable);

    private static void WriteNumber(CsvWriter writer, decimal number)
    {
        Span<char> text = stackalloc char[40];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        if (!text[..length].Contains('.'))
        {
            ".0".CopyTo(text[length..]);
            length += 2;
        }
        writer.WriteField(text[..length]);
    }

    private sealed class Text(string name, bool isNullable, Func<FocusRow, string?> value)
        : BareColumn(new DataField(name, typeof(string), isNullable))
    {
        public override void Write(CsvWriter writer, FocusRow row) => writer.WriteField(value(row));

        public override async ValueTask WriteAsync(ParquetRowGroupWriter group, FocusRow[] rows) =>
            await group.WriteAsync(Field, Array.ConvertAll(rows, row => value(row))!);
    }

    private sealed class Number(string name, Func<FocusRow, decimal> value) : BareColumn(Decimal(name, false))
    {
        public override void Write(CsvWriter writer, FocusRow row) => WriteNumber(writer, value(row));

        public override async ValueTask WriteAsync(ParquetRowGroupWriter group, FocusRow[] rows) =>
            await group.WriteAsync<decimal>(Field, Array.ConvertAll(rows, row => value(row)), null);
    }

    private sealed class OptionalNumber(string name, Func<FocusRow, decimal?> value) : BareColumn(Decimal(name, true))
    {
        public override void Write(CsvWriter writer, FocusRow row)
        {
            if (value(row) is { } number)
            {
                WriteNumber(writer, number);
            }
            else
            {
                writer.WriteField((string?)null);
            }
        }

        public override async ValueTask WriteAsync(ParquetRowGroupWriter group, FocusRow[] rows) =>
            await group.WriteAsync<decimal>(
                Field,
                (ReadOnlyMemory<decimal?>)Array.ConvertAll(rows, row => value(row)),
                null
            );
    }

    private sealed class Time(string name, Func<FocusRow, DateTime> value)
        : BareColumn(
            new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros)
        )
    {
        public override void Write(CsvWriter writer, FocusRow row) =>
            writer.WriteField(value(row), "yyyy-MM-dd'T'HH:mm:ss'Z'");

        public override async ValueTask WriteAsync(ParquetRowGroupWriter group, FocusRow[] rows) =>
            await group.WriteAsync<DateTime>(Field, Array.ConvertAll(rows, row => value(row)), null);
    }

    private sealed class Flag(string name, Func<FocusRow, bool> value) : BareColumn(new DataField<bool>(name, false))
    {
        public override void Write(CsvWriter writer, FocusRow row) => writer.WriteField(value(row));

        public override async ValueTask WriteAsync(ParquetRowGroupWriter group, FocusRow[] rows) =>
            await group.WriteAsync<bool>(Field, Array.ConvertAll(rows, row => value(row)), null);
    }
}
