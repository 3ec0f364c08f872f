using System.Text;

namespace Viam.Billing.Files;

/// <summary>Splits the content of an <see cref="AppendOnlyFile"/> into lines.</summary>
internal static class LineReader
{
    /// <returns>The position of the next line in bytes, and whether the last line was incomplete and is
    /// ignored.</returns>
    /// <exception cref="InvalidLineException">A line isn't valid and isn't an incomplete last line.</exception>
    public static (long End, bool IsTorn) Read(string path, ReadOnlySpan<byte> bytes, ILineFormat format)
    {
        // Editors can add a byte order mark and other line endings, which don't change the content.
        var start = bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (var number = 1; start < bytes.Length; number++)
        {
            var length = bytes[start..].IndexOf((byte)'\n');
            var next = length < 0 ? bytes.Length : start + length + 1;
            var line = bytes[start..next].TrimEnd("\r\n"u8);
            if (line.Length > 0 && !format.TryTake(line))
            {
                return next == bytes.Length && format.IsTorn(line, hasEnd: length >= 0)
                    ? (start, true)
                    : throw new InvalidLineException(path, number);
            }
            start = next;
        }
        return (start, false);
    }
}
