using System.Security.Cryptography;
using System.Text;

namespace Viam.Billing.Files;

/// <summary>Creates file names that are valid in any file system and can't refer to another folder.</summary>
internal static class SafeFileName
{
    /// <summary>Short enough for all common file systems, including the extension of a temporary file.</summary>
    private const int MaxLength = 150;

    private static readonly HashSet<string> s_reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })],
        StringComparer.OrdinalIgnoreCase
    );

    public static string ForInvoice(string invoiceId, DateTime? invoiceDate)
    {
        var id = Make(invoiceId);
        return invoiceDate is { } date ? FormattableString.Invariant($"{date:yyyy-MM-dd}_{id}.pdf") : id + ".pdf";
    }

    /// <summary>
    /// Replaces characters that aren't allowed. If the name changes, part of a hash of the original is added, so that
    /// different IDs have different names.
    /// </summary>
    private static string Make(string id)
    {
        var name = new StringBuilder(id.Length);
        foreach (var c in id)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_');
        }

        var safe = name.ToString().Trim('.');
        if (safe.Length > MaxLength)
        {
            safe = safe[..MaxLength];
        }

        if (safe.Length == 0 || s_reserved.Contains(safe.Split('.')[0]))
        {
            safe = "_" + safe;
        }

        return safe == id
            ? safe
            : $"{safe}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)), 0, 4).ToLowerInvariant()}";
    }
}
