using System.Text;
using System.Text.RegularExpressions;

namespace Viam.Billing.Text;

/// <summary>
/// Removes secrets from text: known secrets, those of the proxies in environment variables, and text in the form of a
/// credential.
/// </summary>
internal static partial class Redaction
{
    /// <summary>
    /// The minimum length in characters. A shorter secret might be an ordinary word, so it isn't searched for.
    /// </summary>
    public const int ShortestSecret = 8;

    private const string Removed = "***";

    private static readonly string[] s_proxyVariables =
    [
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ];

    public static string Apply(string text, params ReadOnlySpan<string?> secrets)
    {
        foreach (var secret in secrets)
        {
            text = Remove(text, secret);
        }
        foreach (var variable in s_proxyVariables)
        {
            var address = Environment.GetEnvironmentVariable(variable);
            if (address?.LastIndexOf('@') is { } end and > 0)
            {
                text = RemoveProxyCredential(text, address[..end]);
            }
        }
        // Each pattern is used only if it can match, because its first use takes longer than the rest of a call.
        if (text.Contains("://", StringComparison.Ordinal))
        {
            text = UrlCredentials().Replace(text, "${scheme}" + Removed + "@");
            text = UrlQueries().Replace(text, "${url}" + Removed);
        }
        if (ContainsAny(text, "authorization", "bearer ", "basic "))
        {
            text = AuthorizationHeaders().Replace(text, "${name}" + Removed);
        }
        if (text.AsSpan().ContainsAny('=', '"', '\''))
        {
            text = NamedSecrets().Replace(text, "${name}" + Removed);
        }
        return text.Contains("eyJ", StringComparison.Ordinal) ? WebTokens().Replace(text, Removed) : text;
    }

    /// <summary>
    /// Returns an address that a user entered without its query and fragment, which can contain a credential.
    /// </summary>
    public static string Address(string typed)
    {
        var mark = typed.AsSpan().IndexOfAny('?', '#');
        return mark < 0 || mark == typed.Length - 1 ? typed : typed[..(mark + 1)] + Removed;
    }

    /// <param name="credential">The user name and password as in the variable, URL-encoded or not.</param>
    private static string RemoveProxyCredential(string text, string credential)
    {
        var scheme = credential.IndexOf("://", StringComparison.Ordinal);
        credential = scheme < 0 ? credential : credential[(scheme + 3)..];
        var plain = Uri.UnescapeDataString(credential);
        foreach (var form in new[] { credential, plain })
        {
            var colon = form.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                text = Remove(text, form);
                continue;
            }
            var (user, password) = (form[..colon], form[(colon + 1)..]);
            text = ReplaceAll(text, form + "@", Removed + "@");
            text = ReplaceAll(text, AsPrinted(user, password), Removed + "@");
            text = Remove(text, password);
        }
        return ReplaceAll(text, Convert.ToBase64String(Encoding.UTF8.GetBytes(plain)), Removed);
    }

    /// <summary>The user name and password as .NET writes them in the address of a proxy.</summary>
    private static string AsPrinted(string user, string password)
    {
        var address = new UriBuilder("http", "host")
        {
            UserName = Uri.EscapeDataString(user),
            Password = Uri.EscapeDataString(password),
        };
        var printed = address.Uri.ToString();
        return printed["http://".Length..(printed.LastIndexOf('@') + 1)];
    }

    private static bool ContainsAny(string text, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (text.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    private static string Remove(string text, string? secret)
    {
        if (secret is null || secret.Length < ShortestSecret)
        {
            return text;
        }
        text = ReplaceAll(text, secret, Removed);
        text = ReplaceAll(text, Uri.EscapeDataString(secret), Removed);
        return ReplaceAll(text, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), Removed);
    }

    private static string ReplaceAll(string text, string part, string by) =>
        part.Length == 0 ? text : text.Replace(part, by, StringComparison.Ordinal);

    /// <summary>The user name and password in a URL.</summary>
    [GeneratedRegex(@"(?<scheme>\b[A-Za-z][A-Za-z0-9+.-]*://)[^\s/?#'""<>]*@")]
    private static partial Regex UrlCredentials();

    /// <summary>The query or fragment of a URL.</summary>
    [GeneratedRegex(@"(?<url>\b[A-Za-z][A-Za-z0-9+.-]*://[^\s?#'""<>]+[?#])[^\s'""<>)]+")]
    private static partial Regex UrlQueries();

    /// <summary>
    /// The value of an authorization header, and text after the name of a scheme, such as Bearer, that looks like a
    /// token.
    /// </summary>
    [GeneratedRegex(
        @"(?<name>\b(?:proxy-)?authorization[""']?\s*[:=]\s*[""']?)(?:[A-Za-z]+\s+)?[^\s""',;]+"
            + @"|(?<name>\b(?:bearer|basic)\s+)(?=[^\s]*[\d=])[\w.~+/=-]{8,}",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex AuthorizationHeaders();

    /// <summary>The value of a setting, query parameter, or JSON property whose name indicates a secret.</summary>
    [GeneratedRegex(
        @"(?<name>\b(?:password|passwd|pwd|secret|(?:access_|refresh_|id_)?token|api[_-]?key|key_crypto|payload)"
            + @"(?:=|[""']\s*[:=]\s*)[""']?)[^\s""',;}&]+",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex NamedSecrets();

    /// <summary>A JSON web token.</summary>
    [GeneratedRegex(@"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")]
    private static partial Regex WebTokens();
}
