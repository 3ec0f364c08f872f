using System.Text;
using System.Text.Json;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// Reads lines with the properties in the order in which the store writes them, so that lines with the same rows share
/// their names. <see cref="UsageRecordReader"/> reads all others. Not safe for concurrent use.
/// </summary>
internal sealed class UsageLineReader
{
    private readonly List<decimal> _amounts = [];
    private readonly List<Range> _names = [];
    private readonly List<int> _costCounts = [];
    private UsagePeriod? _period;
    private (DateTime Start, DateTime End) _reportedPeriod;
    private UsageLayoutText? _layout;

    /// <returns>The snapshot; null if the line isn't of that form, which doesn't mean that it is invalid.</returns>
    public UsageSnapshot? TryRead(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            return
                reader.Read()
                && IsVersion1(ref reader)
                && TryReadTime(ref reader, "at"u8, out var readAt)
                && TryReadTime(ref reader, "start"u8, out var start)
                && TryReadTime(ref reader, "end"u8, out var end)
                && TryReadAmount(ref reader, "subtotal"u8, out var subtotal)
                && TryReadSources(ref reader)
                && reader.Read()
                && reader.TokenType == JsonTokenType.EndObject
                && !reader.Read()
                && UsageRecordReader.IsPossible(readAt)
                && FindPeriod(start, end) is { } period
                && FindLayout(line) is { } layout
                ? UsageSnapshot.Create(period, readAt, subtotal, new UsageAmounts(layout, [.. _amounts]))
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // The other reader decides what is wrong.
            return null;
        }
    }

    private static bool IsVersion1(ref Utf8JsonReader reader) =>
        IsNext(ref reader, "v"u8)
        && reader.Read()
        && reader.TokenType == JsonTokenType.Number
        && reader.ValueSpan.SequenceEqual("1"u8);

    private static bool IsNext(ref Utf8JsonReader reader, ReadOnlySpan<byte> property) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(property);

    private static bool TryReadTime(ref Utf8JsonReader reader, ReadOnlySpan<byte> property, out DateTime time)
    {
        time = default;
        if (!IsNext(ref reader, property) || !reader.Read())
        {
            return false;
        }
        time = UsagePeriod.ToUtc(reader.GetDateTime());
        return true;
    }

    private static bool TryReadAmount(ref Utf8JsonReader reader, ReadOnlySpan<byte> property, out decimal amount)
    {
        amount = 0;
        return IsNext(ref reader, property) && TryReadAmount(ref reader, out amount);
    }

    private static bool TryReadAmount(ref Utf8JsonReader reader, out decimal amount)
    {
        amount = 0;
        if (
            !reader.Read()
            || reader.TokenType != JsonTokenType.Number
            || UsageAmount.Known(reader.GetDecimal()) is not { } known
        )
        {
            return false;
        }
        amount = known;
        return true;
    }

    private bool TryAddAmount(ref Utf8JsonReader reader, ReadOnlySpan<byte> property)
    {
        var isAmount = TryReadAmount(ref reader, property, out var amount);
        _amounts.Add(amount);
        return isAmount;
    }

    private bool TryReadSources(ref Utf8JsonReader reader)
    {
        _amounts.Clear();
        _names.Clear();
        _costCounts.Clear();
        if (!IsNext(ref reader, "sources"u8) || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (!TryReadSource(ref reader))
            {
                return false;
            }
        }
        return reader.TokenType == JsonTokenType.EndArray;
    }

    private bool TryReadSource(ref Utf8JsonReader reader) =>
        IsNext(ref reader, "type"u8)
        && TryAddName(ref reader)
        && IsNext(ref reader, "tier"u8)
        && TryAddName(ref reader)
        && TryAddAmount(ref reader, "discount"u8)
        && TryAddAmount(ref reader, "with"u8)
        && TryAddAmount(ref reader, "without"u8)
        && IsNext(ref reader, "costs"u8)
        && reader.Read()
        && reader.TokenType == JsonTokenType.StartObject
        && TryReadCosts(ref reader)
        && reader.Read()
        && reader.TokenType == JsonTokenType.EndObject;

    private bool TryReadCosts(ref Utf8JsonReader reader)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!IsPlain(ref reader) || !TryReadAmount(ref reader, out var amount))
            {
                return false;
            }
            _amounts.Add(amount);
            count++;
        }
        _costCounts.Add(count);
        return true;
    }

    private bool TryAddName(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && IsPlain(ref reader);

    /// <summary>Remembers the name at the reader's position; false if its bytes aren't its characters.</summary>
    private bool IsPlain(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex + 1;
        _names.Add(start..(start + reader.ValueSpan.Length));
        return !reader.ValueIsEscaped && Ascii.IsValid(reader.ValueSpan);
    }

    private UsagePeriod? FindPeriod(DateTime start, DateTime end)
    {
        if (_period is null || _reportedPeriod != (start, end))
        {
            _period = UsageRecordReader.FindPeriod(start, end);
            _reportedPeriod = (start, end);
        }
        return _period;
    }

    private UsageLayout? FindLayout(ReadOnlySpan<byte> line)
    {
        if (_layout?.Has(line, _names, _costCounts) != true)
        {
            _layout = UsageLayoutText.Create(line, _names, _costCounts);
        }
        return _layout?.Layout;
    }
}
