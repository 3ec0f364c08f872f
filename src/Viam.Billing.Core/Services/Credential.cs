using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security;

namespace Viam.Billing.Services;

/// <summary>What proves who calls. The secret stays protected and is read only for the length of a call.</summary>
internal abstract class Credential(SecureString secret) : IDisposable
{
    /// <summary>How long before its expiration a token counts as expired, so that it does not run out on the way.</summary>
    public static readonly TimeSpan ExpirationMargin = TimeSpan.FromSeconds(10);

    private readonly SecureString _secret = secret.Copy();

    /// <summary>The secret in the clear; <see cref="ObjectDisposedException"/> after <see cref="Dispose"/>.</summary>
    public string Reveal() => new NetworkCredential("", _secret).Password;

    /// <summary>As <see cref="Reveal"/>, but false after <see cref="Dispose"/>.</summary>
    public bool TryReveal([NotNullWhen(true)] out string? secret)
    {
        try
        {
            secret = Reveal();
            return true;
        }
        catch (ObjectDisposedException)
        {
            secret = null;
            return false;
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
