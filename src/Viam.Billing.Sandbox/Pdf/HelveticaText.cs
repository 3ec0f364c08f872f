using System.Text;

namespace Viam.Billing.Sandbox.Pdf;

/// <summary>
/// Text in Helvetica, a font that every PDF reader includes: its width, and its representation as a PDF string.
/// </summary>
internal static class HelveticaText
{
    // The PDF encoding WinAnsiEncoding is Windows-1252.
    private static readonly Encoding WinAnsi =
        CodePagesEncodingProvider.Instance.GetEncoding(
            1252,
            new EncoderReplacementFallback("?"),
            DecoderFallback.ExceptionFallback
        ) ?? throw new NotSupportedException("The encoding of the PDF is missing.");

    // In thousandths of the font size, for the printable ASCII characters, starting with the space.
    private static readonly short[] Widths =
    [
        278,
        278,
        355,
        556,
        556,
        889,
        667,
        191,
        333,
        333,
        389,
        584,
        278,
        333,
        278,
        278,
        556,
        556,
        556,
        556,
        556,
        556,
        556,
        556,
        556,
        556,
        278,
        278,
        584,
        584,
        584,
        556,
        1015,
        667,
        667,
        722,
        722,
        667,
        611,
        778,
        722,
        278,
        500,
        667,
        556,
        833,
        722,
        778,
        667,
        778,
        722,
        667,
        611,
        722,
        667,
        944,
        667,
        667,
        611,
        278,
        278,
        278,
        469,
        556,
        333,
        556,
        556,
        500,
        556,
        556,
        278,
        556,
        556,
        222,
        222,
        500,
        222,
        833,
        556,
        556,
        556,
        556,
        333,
        500,
        278,
        556,
        500,
        722,
        500,
        500,
        500,
        334,
        260,
        334,
        584,
    ];

    // The maximum width of accented letters.
    private const short OtherWidth = 1000;

    /// <summary>The width in points.</summary>
    internal static double Width(string text, double size) =>
        text.Sum(static character => character is >= ' ' and <= '~' ? Widths[character - ' '] : OtherWidth)
        * size
        / 1000;

    /// <summary>
    /// Splits the text into lines of at most this width in points. A word that is wider than a line is divided.
    /// </summary>
    internal static IEnumerable<string> Wrap(string text, double size, double width)
    {
        var printed = WinAnsi.GetString(WinAnsi.GetBytes(text));
        var line = new StringBuilder();
        foreach (var word in printed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Width($"{line} {word}", size) > width)
            {
                yield return line.ToString();
                line.Clear();
            }
            if (line.Length > 0)
            {
                line.Append(' ');
            }

            foreach (var character in word)
            {
                if (line.Length > 0 && Width($"{line}{character}", size) > width)
                {
                    yield return line.ToString();
                    line.Clear();
                }
                line.Append(character);
            }
        }
        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    /// <summary>
    /// Returns a PDF string in ASCII. Characters that the encoding doesn't contain are replaced by question marks.
    /// </summary>
    internal static string Literal(string text)
    {
        var literal = new StringBuilder("(");
        foreach (var code in WinAnsi.GetBytes(text))
        {
            if (code is (byte)'(' or (byte)')' or (byte)'\\')
            {
                literal.Append('\\').Append((char)code);
            }
            else if (code is >= (byte)' ' and <= (byte)'~')
            {
                literal.Append((char)code);
            }
            else if (code >= 0x80)
            {
                literal.Append('\\').Append(Convert.ToString(code, 8));
            }
            else
            {
                literal.Append('?');
            }
        }
        return literal.Append(')').ToString();
    }
}
