using System.Net;
using System.Security;

namespace Viam.Billing.Service;

/// <summary>What proves who calls. The secret stays protected and is read only for the length of a call.</summary>
internal abstract class Credential(SecureString secret) : IDisposable
{
    /// <summary>In characters. What is shorter is no real secret, and might be a plain word.</summary>
    public const int ShortestSecret = 8;

    /// <summary>How long before its expiration a token counts as expired, so that it does not run out on the way.</summary>
    public static readonly TimeSpan ExpirationMargin = TimeSpan.FromSeconds(10);

    private readonly SecureString _secret = secret.Copy();

    /// <summary>The secret in the clear; <see cref="ObjectDisposedException"/> after <see cref="Dispose"/>.</summary>
    public string Reveal() => new NetworkCredential("", _secret).Password;

    /// <summary>The text with the secret blotted out, wherever it stands in it.</summary>
    public string Redact(string text)
    {
        try
        {
            return Reveal() is { Length: >= ShortestSecret } secret ? text.Replace(secret, "***", StringComparison.Ordinal) : text;
        }
        catch (ObjectDisposedException)
        {
            // The session was ended meanwhile. Without the secret nothing can be told apart from it.
            return "***";
        }
    }

    public void Dispose() => _secret.Dispose();
}

/// <summary>An API key, exchanged for access tokens as they run out.</summary>
/// <param name="keyId">The key's id, a UUID.</param>
internal sealed class ApiKeyCredential(string keyId, SecureString key) : Credential(key)
{
    public string KeyId { get; } = keyId;
}

/// <summary>A ready access token, sent as it is. It cannot be renewed.</summary>
/// <param name="expiresAt">When the token runs out, for one that does not say so itself; null if that is not known.</param>
internal sealed class AccessTokenCredential(SecureString token, DateTimeOffset? expiresAt = null) : Credential(token)
{
    public DateTimeOffset? ExpiresAt { get; } = expiresAt;
}
