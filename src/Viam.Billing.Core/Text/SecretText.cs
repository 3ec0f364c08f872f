using System.Runtime.InteropServices;
using System.Security;

namespace Viam.Billing.Text;

/// <summary>Validates API keys and access tokens. No message contains a part of the secret.</summary>
internal static class SecretText
{
    /// <summary>
    /// Removes white space, line breaks, and a byte order mark from both ends, because files and variables often
    /// contain them. Then checks that the remaining text is printable ASCII, as in every API key and access token.
    /// </summary>
    /// <param name="problem">The end of a sentence that begins with the name of the secret; null if there is
    /// none.</param>
    /// <returns>The secret without the removed characters; empty if nothing remains or the secret is
    /// rejected.</returns>
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

    /// <summary>The problem with a trimmed secret; null if there is none.</summary>
    public static string? FindProblem(ReadOnlySpan<char> secret)
    {
        var position = secret.IndexOfAnyExceptInRange(' ', '~');
        if (position < 0)
        {
            return null;
        }
        var what = char.IsControl(secret[position])
            ? "a control character, such as a line break or tab,"
            : "a character that isn't ASCII";
        return FormattableString.Invariant($"contains {what} at position {position + 1}");
    }

    private static bool IsSurrounding(char c) => char.IsWhiteSpace(c) || c == '\ufeff';
}
