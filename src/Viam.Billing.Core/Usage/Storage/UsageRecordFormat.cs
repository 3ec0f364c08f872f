using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// Converts a snapshot to and from one line of JSON. The schema is a public contract (docs/usage-store.md): the order
/// of the properties is fixed, amounts are exact and have at least two decimals, and an unknown amount is null.
/// </summary>
internal static class UsageRecordFormat
{
    /// <summary>The version that is written, and the latest that can be read.</summary>
    public const int Version = 1;

    private static readonly JsonWriterOptions s_options = new() { SkipValidation = true };

    /// <summary>Writes a snapshot without the end of the line.</summary>
    public static void Write(IBufferWriter<byte> output, UsageSnapshot snapshot)
    {
        using var writer = new Utf8JsonWriter(output, s_options);
        writer.WriteStartObject();
        writer.WriteNumber("v"u8, Version);
        WriteTime(writer, "at"u8, snapshot.ReadAt);
        WriteTime(writer, "start"u8, snapshot.Period.Start);
        WriteTime(writer, "end"u8, snapshot.Period.End);
        WriteAmount(writer, "subtotal"u8, snapshot.Subtotal);
        writer.WriteStartArray("sources"u8);
        foreach (var source in snapshot.Sources)
        {
            WriteSource(writer, source);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Reads a line. Unknown properties are ignored.</summary>
    /// <returns>The snapshot; null if the line isn't one.</returns>
    /// <exception cref="UsageRecordVersionException">It was written by a newer version.</exception>
    public static UsageSnapshot? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return FindVersion(line) switch
            {
                Version => UsageRecordReader.Read(line),
                > Version and var version => throw new UsageRecordVersionException(version),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // Invalid JSON, a value of another type than in the schema, or a number out of range.
            return null;
        }
    }

    private static long FindVersion(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return 0;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isVersion = reader.ValueTextEquals("v"u8);
            reader.Read();
            if (isVersion)
            {
                return reader.GetInt64();
            }
            reader.Skip();
        }
        return 0;
    }

    private static void WriteSource(Utf8JsonWriter writer, SourceUsage source)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, source.Type);
        writer.WriteString("tier"u8, source.Tier);
        WriteAmount(writer, "discount"u8, source.Discount);
        WriteAmount(writer, "with"u8, source.TotalWithDiscount);
        WriteAmount(writer, "without"u8, source.TotalWithoutDiscount);
        writer.WriteStartObject("costs"u8);
        foreach (var (resourceType, cost) in source.Costs)
        {
            writer.WritePropertyName(resourceType);
            WriteAmount(writer, cost);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTime time) =>
        writer.WriteString(name, time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture));

    private static void WriteAmount(Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal? amount)
    {
        writer.WritePropertyName(name);
        WriteAmount(writer, amount);
    }

    private static void WriteAmount(Utf8JsonWriter writer, decimal? amount)
    {
        if (amount is { } known)
        {
            writer.WriteNumberValue(UsageAmount.Normalize(known));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
