using System.Security;

namespace Viam.Billing.Services;

/// <summary>An API key, which is exchanged for access tokens.</summary>
/// <param name="keyId">The ID of the API key, which is a UUID.</param>
internal sealed class ApiKeyCredential(string keyId, SecureString key) : Credential(key)
{
    public string KeyId { get; } = keyId;
}
