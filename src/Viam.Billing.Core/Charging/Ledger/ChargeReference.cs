using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Viam.Billing.Charging.Ledger;

/// <summary>
/// The reference of a charge. Equivalent references are treated as one: they are in Unicode normalization form C,
/// without invisible characters, with each sequence of white space as one space, and are compared without regard to
/// case.
/// </summary>
internal static class ChargeReference
{
    /// <summary>Compares references in any spelling, as in a charge ledger of an earlier version.</summary>
    public static IEqualityComparer<string> Comparer { get; } = new SpellingComparer();

    /// <summary>
    /// The spelling in which a reference is stored and reported; null if it contains no visible characters.
    /// </summary>
    public static string? Normalize(string? typed)
    {
        if (ChargeText.Normalize(typed) is not { } text)
        {
            return null;
        }
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                visible.Append(' ');
            }
            else if (!IsInvisible(rune))
            {
                visible.Append(rune);
            }
        }
        // Characters are composed only if there are no invisible characters between them.
        var words = visible
            .ToString()
            .Normalize(NormalizationForm.FormC)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    /// <summary>
    /// Format characters, such as U+200B and the byte order mark, control characters, and other characters that a
    /// program can choose not to display (Default_Ignorable_Code_Point).
    /// </summary>
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control
        || rune.Value
            is 0x034F
                or (>= 0x115F and <= 0x1160)
                or (>= 0x17B4 and <= 0x17B5)
                or (>= 0x180B and <= 0x180F)
                or 0x2065
                or 0x3164
                or (>= 0xFE00 and <= 0xFE0F)
                or 0xFFA0
                or (>= 0xFFF0 and <= 0xFFF8)
                or (>= 0xE0000 and <= 0xE0FFF);

    private sealed class SpellingComparer : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => StringComparer.OrdinalIgnoreCase.Equals(Key(x), Key(y));

        public int GetHashCode([DisallowNull] string obj) => StringComparer.OrdinalIgnoreCase.GetHashCode(Key(obj)!);

        // References without visible characters are compared unchanged, because version 1 accepted them.
        private static string? Key(string? reference) => Normalize(reference) ?? reference;
    }
}
