using System.Text;

namespace Viam.Billing.Files;

/// <summary>Takes the content of an <see cref="AppendOnlyFile"/> apart into lines.</summary>
internal static class LineReader
{
    /// <returns>Where the next line goes, in bytes; and whether the last one was torn, and so isn't counted.</returns>
    /// <exception cref="InvalidLineException">A line doesn't fit, and isn't a torn last one.</exception>
    public static (long End, bool IsTorn) Read(string path, byte[] bytes, ILineFormat format)
    {
        // Editors leave a byte order mark, and other ends of lines, which change nothing that was written.
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (var number = 1; start < bytes.Length; number++)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var next = length < 0 ? bytes.Length : start + length + 1;
            var line = bytes.AsSpan(start..next).TrimEnd("\r\n"u8);
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
