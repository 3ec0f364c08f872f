using System.Runtime.InteropServices;
using System.Security;

namespace Viam.Billing.Text;

/// <summary>What is wrong with the text of a key or token. Nothing here repeats any of it.</summary>
internal static class SecretText
{
    /// <summary>
    /// Takes white space, line ends, and a byte order mark off both ends: files and variables bring them. Then checks
    /// that the rest is printable
    /// ASCII, which every key and token is.
    /// </summary>
    /// <param name="problem">The end of a sentence that begins with the name of the secret; null if there is
    /// none.</param>
    /// <returns>The secret without what surrounded it; empty if there is nothing else, or if it is refused.</returns>
    public static SecureString Normalize(SecureString secret, out string? problem)
    {
        problem = null;
        var result = new SecureString();
        var characters = new char[secret.Length];
        var plain = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            Marshal.Copy(plain, characters, 0, characters.Length);
            var start = Array.FindIndex(characters, static c => !IsSurrounding(c));
            var end = Array.FindLastIndex(characters, static c => !IsSurrounding(c));
            problem = start < 0 ? null : FindProblem(characters.AsSpan(start..(end + 1)));
            for (var i = start; start >= 0 && problem is null && i <= end; i++)
            {
                result.AppendChar(characters[i]);
            }
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(plain);
            Array.Clear(characters);
        }
        result.MakeReadOnly();
        return result;
    }

    /// <summary>The problem with a secret that nothing surrounds; null if there is none.</summary>
    public static string? FindProblem(ReadOnlySpan<char> secret)
    {
        var position = secret.IndexOfAnyExceptInRange(' ', '~');
        if (position < 0)
        {
            return null;
        }
        var what = char.IsControl(secret[position])
            ? "a control character, such as a line end or tab,"
            : "a character that isn't ASCII";
        return FormattableString.Invariant($"contains {what} at position {position + 1}");
    }

    private static bool IsSurrounding(char c) => char.IsWhiteSpace(c) || c == '\ufeff';
}
