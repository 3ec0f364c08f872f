using System.Security.Cryptography;
using System.Text;

namespace Viam.Billing.Charging.Ledger;

/// <summary>
/// A line of a ledger: a JSON object whose last property is a hash over the line and the hash of the line before it. So a line that was changed, lost, moved or
/// added shows.
/// </summary>
internal static class LedgerRecordFormat
{
    /// <summary>In hexadecimal digits, of SHA-256's.</summary>
    private const int HashLength = 16;

    private static ReadOnlySpan<byte> Start => "{\"v\":"u8;

    private static ReadOnlySpan<byte> BeforeHash => ",\"hash\":\""u8;

    private static ReadOnlySpan<byte> AfterHash => "\"}"u8;

    /// <param name="json">A JSON object with at least one property.</param>
    /// <param name="previous">The hash of the line before; empty for the first.</param>
    /// <returns>The line, without its end.</returns>
    public static byte[] Create(ReadOnlySpan<byte> json, string previous, out string hash)
    {
        hash = HashOf(json, previous);
        return [.. json[..^1], .. BeforeHash, .. Encoding.ASCII.GetBytes(hash), .. AfterHash];
    }

    /// <summary>Takes a line, without its end, apart. False if it is not as it was written.</summary>
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
    /// True if the last line of a file is what a power cut leaves of one that was being written: its beginning without its end, or holes in it, which read as zeros.
    /// Anything else was never a line of a ledger, or was damaged after it was written.
    /// </summary>
    public static bool IsTorn(ReadOnlySpan<byte> line, bool hasEnd) =>
        line.Contains((byte)0) || (!hasEnd && (line.StartsWith(Start) || Start.StartsWith(line)) && !HasHash(line));

    /// <summary>True if a hash has been written, with which a line is whole: inside of a JSON string its quotation marks would be escaped.</summary>
    private static bool HasHash(ReadOnlySpan<byte> line) =>
        line.IndexOf(BeforeHash) is >= 0 and var at
        && line.Length >= at + BeforeHash.Length + HashLength + AfterHash.Length;

    private static string HashOf(ReadOnlySpan<byte> json, string previous) =>
        Convert
            .ToHexString(SHA256.HashData([.. Encoding.ASCII.GetBytes(previous), .. json]))[..HashLength]
            .ToLowerInvariant();
}
