using System.Diagnostics.CodeAnalysis;

namespace Viam.Billing.Sessions;

/// <summary>The service's address as specified by a user: a host, host:port, or a full URL.</summary>
internal static class ServiceAddress
{
    public const string Default = "https://app.viam.com";

    /// <exception cref="ConnectionRejectedException">The text isn't an address.</exception>
    public static Uri Parse(string typed) =>
        TryParse(typed, out var address, out var why)
            ? address
            : throw new ConnectionRejectedException(new ConnectionProblem.InvalidAddress(typed, why));

    /// <param name="why">The problem, as the end of a sentence. It contains nothing of the specified text.</param>
    public static bool TryParse(
        string typed,
        [NotNullWhen(true)] out Uri? address,
        [NotNullWhen(false)] out string? why
    )
    {
        address = null;
        var text = typed.Trim();
        var url = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        why =
            !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0 ? "it's neither a host nor a URL"
            : uri.Scheme is not ("https" or "http") ? "only https and http are supported"
            : uri.UserInfo.Length > 0 ? "it must not contain a user name or password"
            : uri.PathAndQuery is not ("/" or "") || uri.Fragment.Length > 0 ? "it must end after the host and port"
            : uri.Port == 0 ? "0 isn't a valid port"
            : null;
        if (why is not null)
        {
            return false;
        }

        address = new Uri(uri!.GetLeftPart(UriPartial.Authority));
        return true;
    }
}
