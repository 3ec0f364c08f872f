using System.Buffers;
using System.Globalization;
using System.Text;

namespace Viam.Billing.Text;

/// <summary>
/// Text as it is displayed: characters that control a terminal, change the text direction, or are invisible are
/// replaced by visible ones. The data isn't changed.
/// </summary>
internal static class VisibleText
{
    /// <summary>The number of characters of one text that a message shows.</summary>
    public const int ExcerptLength = 200;

    private const char Replacement = '\uFFFD';
    private const char PictureOfNull = '\u2400';
    private const char PictureOfDelete = '\u2421';

    /// <summary>
    /// Invisible characters that are classified as letters or marks: the combining grapheme joiner and the Hangul
    /// fillers.
    /// </summary>
    private static readonly SearchValues<char> s_blank = SearchValues.Create("\u034f\u115f\u1160\u3164\uffa0");

    /// <summary>
    /// Format characters that are visible, such as the Arabic number sign, and are therefore harmless.
    /// </summary>
    private static readonly SearchValues<char> s_seen = SearchValues.Create(
        "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
    );

    /// <summary>Returns the text with the replacement for each character that isn't displayed unchanged.</summary>
    public static string From(string text)
    {
        var first = text.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        if (first < 0)
        {
            return text;
        }
        var changed = false;
        var visible = new StringBuilder(text.Length).Append(text, 0, first);
        for (var i = first; i < text.Length; )
        {
            // An unpaired surrogate is read as the replacement character.
            var isWhole = Rune.TryGetRuneAt(text, i, out var rune);
            var length = isWhole ? rune.Utf16SequenceLength : 1;
            var isShown = isWhole && IsShown(rune, text, i);
            changed |= !isShown;
            _ = isShown ? visible.Append(text, i, length) : visible.Append(isWhole ? Picture(rune.Value) : Replacement);
            i += length;
        }
        return changed ? visible.ToString() : text;
    }

    /// <summary>The beginning of a text, for a message, as it is displayed.</summary>
    public static string Excerpt(string text) => Shorten(From(text), ExcerptLength);

    /// <summary>
    /// Returns a text with at most the specified number of characters, followed by an ellipsis if it is longer. What is
    /// displayed as one character isn't divided.
    /// </summary>
    public static string Shorten(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }
        var length = 0;
        while (StringInfo.GetNextTextElementLength(text, length) is var next && length + next <= limit)
        {
            length += next;
        }
        return text[..length] + "…";
    }

    private static bool IsShown(Rune rune, string text, int index) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
            UnicodeCategory.Format => rune.IsBmp
                && (s_seen.Contains((char)rune.Value) || IsNeededJoiner((char)rune.Value, text, index)),
            _ => !rune.IsBmp || !s_blank.Contains((char)rune.Value),
        };

    /// <summary>
    /// Joiners are needed in Persian words, Indic scripts, and emoji of families. Next to ASCII characters or at an
    /// end, a joiner only hides text.
    /// </summary>
    private static bool IsNeededJoiner(char c, string text, int index) =>
        c is '\u200c' or '\u200d'
        && index > 0
        && index < text.Length - 1
        && !char.IsAscii(text[index - 1])
        && !char.IsAscii(text[index + 1])
        && text[index - 1] is not ('\u200c' or '\u200d');

    private static char Picture(int value) =>
        value < ' ' ? (char)(PictureOfNull + value)
        : value == '\u007f' ? PictureOfDelete
        : Replacement;
}
