using System.Security.Cryptography;
using System.Text;

namespace Viam.Billing.Charging.Ledger;

/// <summary>
/// A line of a charge ledger: a JSON object whose last property is a hash of the line and of the previous line's hash.
/// Therefore, lines that were changed, lost, moved, or added are detected.
/// </summary>
internal static class LedgerRecordFormat
{
    /// <summary>The number of hexadecimal digits that are used of SHA-256.</summary>
    private const int HashLength = 16;

    private static ReadOnlySpan<byte> Start => "{\"v\":"u8;

    private static ReadOnlySpan<byte> BeforeHash => ",\"hash\":\""u8;

    private static ReadOnlySpan<byte> AfterHash => "\"}"u8;

    /// <param name="json">A JSON object with at least one property.</param>
    /// <param name="previous">The hash of the previous line; empty for the first line.</param>
    /// <returns>The line without a line feed.</returns>
    public static byte[] Create(ReadOnlySpan<byte> json, string previous, out string hash)
    {
        hash = HashOf(json, previous);
        return [.. json[..^1], .. BeforeHash, .. Encoding.ASCII.GetBytes(hash), .. AfterHash];
    }

    /// <summary>Parses a line without its line feed. False if the line was changed.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, string previous, out byte[] json, out string hash)
    {
        (json, hash) = ([], "");
        var at = line.Length - AfterHash.Length - HashLength - BeforeHash.Length;
        if (at <= 0 || !line[at..].StartsWith(BeforeHash) || !line.EndsWith(AfterHash))
        {
            return false;
        }

        json = [.. line[..at], (byte)'}'];
        hash = HashOf(json, previous);
        return line.Slice(at + BeforeHash.Length, HashLength).SequenceEqual(Encoding.ASCII.GetBytes(hash));
    }

    /// <summary>
    /// True if the last line of a file is an incomplete line that was being written during a power failure: its
    /// beginning without its end, or with gaps that are read as zeros. Any other content was never a line of a charge
    /// ledger, or was damaged after it was written.
    /// </summary>
    public static bool IsTorn(ReadOnlySpan<byte> line, bool hasEnd) =>
        line.Contains((byte)0) || (!hasEnd && (line.StartsWith(Start) || Start.StartsWith(line)) && !HasHash(line));

    /// <summary>
    /// True if a hash was written, so that the line is complete. In a JSON string, the quotation marks would be
    /// escaped.
    /// </summary>
    private static bool HasHash(ReadOnlySpan<byte> line) =>
        line.IndexOf(BeforeHash) is >= 0 and var at
        && line.Length >= at + BeforeHash.Length + HashLength + AfterHash.Length;

    private static string HashOf(ReadOnlySpan<byte> json, string previous) =>
        Convert
            .ToHexString(SHA256.HashData([.. Encoding.ASCII.GetBytes(previous), .. json]))[..HashLength]
            .ToLowerInvariant();
}
