using System.Security;

namespace Viam.Billing.Services;

/// <summary>An access token, which is sent unchanged and can't be renewed.</summary>
/// <param name="expiresAt">The expiration of a token that doesn't contain it; null if it isn't known.</param>
internal sealed class AccessTokenCredential(SecureString token, DateTimeOffset? expiresAt = null) : Credential(token)
{
    public DateTimeOffset? ExpiresAt { get; } = expiresAt;
}
