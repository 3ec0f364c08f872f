using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// Returns one string instance for each name in snapshots, because the same few names occur in millions of lines.
/// </summary>
internal static class KnownNames
{
    /// <summary>The limit of stored names, so that unexpected ones don't fill the memory.</summary>
    private const int Capacity = 1000;

    private const int LongestName = 64;

    private static readonly ConcurrentDictionary<string, string> s_names = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_lookup =
        s_names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The string or property name at the position of the reader.</summary>
    public static string Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > LongestName)
        {
            return reader.GetString()!;
        }
        Span<char> buffer = stackalloc char[LongestName];
        return Get(buffer[..reader.CopyString(buffer)]);
    }

    /// <summary>The string of ASCII characters.</summary>
    public static string Get(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestName)
        {
            return Encoding.ASCII.GetString(text);
        }
        Span<char> buffer = stackalloc char[LongestName];
        return Get(buffer[..Encoding.ASCII.GetChars(text, buffer)]);
    }

    private static string Get(ReadOnlySpan<char> name)
    {
        if (s_lookup.TryGetValue(name, out var known))
        {
            return known;
        }
        var added = name.ToString();
        return s_names.Count < Capacity ? s_names.GetOrAdd(added, added) : added;
    }
}
