using System.Management.Automation;
using System.Text;

namespace Viam.Billing.Parameters;

/// <summary>Finds organizations by name. Case, and white space at the start and end of a name, are ignored.</summary>
internal static class OrganizationMatcher
{
    /// <summary>
    /// The organizations with a name, in which wildcard characters may be escaped, as completion does.
    /// </summary>
    public static Organization[] FindExact(IReadOnlyList<Organization> organizations, string name)
    {
        var (plain, unescaped) = (Comparable(name), Comparable(WildcardPattern.Unescape(name.Trim())));
        return
        [
            .. organizations.Where(organization =>
                organization.Name is { } text
                && Comparable(text) is var other
                && (
                    string.Equals(other, plain, StringComparison.OrdinalIgnoreCase)
                    || string.Equals(other, unescaped, StringComparison.OrdinalIgnoreCase)
                )
            ),
        ];
    }

    // A letter with an accent can be one character or two. A surrogate without its pair, which can't be normalized, is
    // replaced. Most names are ASCII and need neither, and each row of a file is compared with all of them.
    private static string Comparable(string name) =>
        Ascii.IsValid(name) ? name.Trim() : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name.Trim())).Normalize();

    /// <summary>The organizations whose names match a pattern; null if the text isn't a pattern.</summary>
    public static Organization[]? FindMatches(IReadOnlyList<Organization> organizations, string pattern)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(pattern))
        {
            return null;
        }
        var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            return [.. organizations.Where(organization => wildcard.IsMatch(organization.Name ?? ""))];
        }
        catch (WildcardPatternException)
        {
            // A name with an unclosed bracket isn't a pattern.
            return null;
        }
    }
}
