using System.Text.Json;

namespace Viam.Billing.Usage.Storage;

/// <summary>Reads a snapshot of version 1 from JSON.</summary>
internal static class UsageRecordReader
{
    // The clock of a computer can be wrong, but not by more than this.
    private const int FirstYear = 1970;
    private const int LastYear = 9000;

    /// <returns>The snapshot; null if a required property is missing or a time isn't possible.</returns>
    /// <exception cref="JsonException">The line isn't one JSON object.</exception>
    /// <exception cref="InvalidOperationException">A value has the wrong type.</exception>
    /// <exception cref="FormatException">A number or time is out of range.</exception>
    public static UsageSnapshot? Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        DateTime? at = null;
        DateTime? start = null;
        DateTime? end = null;
        decimal? subtotal = null;
        List<SourceUsage>? sources = null;
        reader.Read();
        var hasSubtotal = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("at"u8))
            {
                at = ReadTime(ref reader);
            }
            else if (reader.ValueTextEquals("start"u8))
            {
                start = ReadTime(ref reader);
            }
            else if (reader.ValueTextEquals("end"u8))
            {
                end = ReadTime(ref reader);
            }
            else if (reader.ValueTextEquals("subtotal"u8))
            {
                subtotal = ReadAmount(ref reader);
                hasSubtotal = true;
            }
            else if (reader.ValueTextEquals("sources"u8))
            {
                sources = ReadSources(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
        // Throws if the object is followed by anything.
        reader.Read();
        return
            at is { } readAt
            && IsPossible(readAt)
            && start is { } first
            && FindPeriod(first, end) is { } period
            && sources is not null
            && hasSubtotal
            ? new UsageSnapshot
            {
                ReadAt = readAt,
                Period = period,
                Subtotal = subtotal,
                Sources = sources,
            }
            : null;
    }

    /// <summary>True if a snapshot can have been read at a time.</summary>
    public static bool IsPossible(DateTime readAt) => readAt.Year is >= FirstYear and <= LastYear;

    /// <summary>The billing period; null if it isn't possible.</summary>
    public static UsagePeriod? FindPeriod(DateTime start, DateTime? end) =>
        end <= start ? null : UsagePeriod.TryCreate(start, end);

    private static List<SourceUsage> ReadSources(ref Utf8JsonReader reader)
    {
        var sources = new List<SourceUsage>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            sources.Add(ReadSource(ref reader));
        }
        return sources;
    }

    private static SourceUsage ReadSource(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }
        string? type = null;
        string? tier = null;
        decimal? discount = null;
        decimal? totalWithDiscount = null;
        decimal? totalWithoutDiscount = null;
        IReadOnlyList<ResourceCost> costs = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("tier"u8))
            {
                tier = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("discount"u8))
            {
                discount = ReadAmount(ref reader);
            }
            else if (reader.ValueTextEquals("with"u8))
            {
                totalWithDiscount = ReadAmount(ref reader);
            }
            else if (reader.ValueTextEquals("without"u8))
            {
                totalWithoutDiscount = ReadAmount(ref reader);
            }
            else if (reader.ValueTextEquals("costs"u8))
            {
                costs = ReadCosts(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
        return new SourceUsage
        {
            Type = type,
            Tier = tier,
            Discount = discount,
            TotalWithDiscount = totalWithDiscount,
            TotalWithoutDiscount = totalWithoutDiscount,
            Costs = costs,
        };
    }

    private static List<ResourceCost> ReadCosts(ref Utf8JsonReader reader)
    {
        var costs = new List<ResourceCost>();
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var resourceType = KnownNames.Get(ref reader);
            costs.Add(new ResourceCost(resourceType, ReadAmount(ref reader)));
        }
        return costs;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new JsonException();
        }
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : KnownNames.Get(ref reader);
    }

    private static decimal? ReadAmount(ref Utf8JsonReader reader)
    {
        reader.Read();
        // An amount beyond the limit is written as null.
        return reader.TokenType == JsonTokenType.Null
            ? null
            : UsageAmount.Known(reader.GetDecimal()) ?? throw new FormatException();
    }

    private static DateTime ReadTime(ref Utf8JsonReader reader)
    {
        reader.Read();
        return UsagePeriod.ToUtc(reader.GetDateTime());
    }
}
