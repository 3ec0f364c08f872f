using System.Net;
using System.Security;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Sessions;

/// <summary>Finds the credential to connect with, without a request.</summary>
internal static class CredentialResolver
{
    private const string KeyIdVariable = "VIAM_API_KEY_ID";
    private const string KeyVariable = "VIAM_API_KEY";

    /// <exception cref="ConnectionRejectedException">The credential is missing or malformed.</exception>
    /// <exception cref="BillingException">The login of the viam command line can't be used.</exception>
    public static ResolvedCredential Resolve(ConnectionRequest request) =>
        request.Credential switch
        {
            CredentialInput.ApiKey key => new(CreateKey(key.KeyId, key.Key, key.Name), AuthenticationTypes.ApiKey),
            CredentialInput.AccessToken token => new(
                new AccessTokenCredential(Normalize(token.Token, "-AccessToken")),
                AuthenticationTypes.AccessToken
            ),
            CredentialInput.CliLogin login => FromLogin(CliLogin.Read(login.Profile, DateTimeOffset.UtcNow)),
            CredentialInput.Sandbox => new(new AccessTokenCredential(new SecureString()), AuthenticationTypes.Sandbox),
            _ => FromEnvironment()
                ?? (request.Credential is CredentialInput.Automatic ? FromDefaultLogin(request.Uri) : null)
                ?? throw new ConnectionRejectedException(new ConnectionProblem.CredentialMissing(LoginExists: false)),
        };

    /// <summary>
    /// Null if neither of the variables is set. If only one is set, no other credential is tried, because that is a
    /// mistake.
    /// </summary>
    private static ResolvedCredential? FromEnvironment()
    {
        var keyId = Environment.GetEnvironmentVariable(KeyIdVariable);
        var key = Environment.GetEnvironmentVariable(KeyVariable);
        if (string.IsNullOrWhiteSpace(keyId) && string.IsNullOrWhiteSpace(key))
        {
            return null;
        }
        if (string.IsNullOrWhiteSpace(keyId) || string.IsNullOrWhiteSpace(key))
        {
            throw new ConnectionRejectedException(
                new ConnectionProblem.VariableMissing(string.IsNullOrWhiteSpace(keyId) ? KeyIdVariable : KeyVariable)
            );
        }
        using var secret = new NetworkCredential("", key).SecurePassword;
        return new(CreateKey(keyId, secret, KeyVariable), AuthenticationTypes.ApiKey)
        {
            Source = $"Using the API key in the environment variables {KeyIdVariable} and {KeyVariable}.",
        };
    }

    /// <summary>
    /// The login of the viam command line if none was requested. It is sent only to its own address. Null if there is
    /// none.
    /// </summary>
    private static ResolvedCredential? FromDefaultLogin(string? typedUri)
    {
        CliLogin login;
        try
        {
            login = CliLogin.Read(null, DateTimeOffset.UtcNow);
        }
        catch (BillingException exception) when (exception.Error is BillingError.CliLoginNotFound)
        {
            return null;
        }
        if (typedUri is not null && ServiceAddress.Parse(typedUri) != login.Address())
        {
            throw new ConnectionRejectedException(new ConnectionProblem.CredentialMissing(LoginExists: true));
        }
        var profile = login.Profile is null ? "" : $", profile '{login.Profile}'";
        return FromLogin(login) with
        {
            Source = $"Using the login of the viam command line ({login.UserEmail ?? "an API key"}{profile}).",
        };
    }

    private static ResolvedCredential FromLogin(CliLogin login) =>
        new(login.Credential, AuthenticationTypes.CliLogin) { Login = login };

    private static ApiKeyCredential CreateKey(string keyId, SecureString key, string name) =>
        Guid.TryParseExact(keyId.Trim(), "D", out _)
            ? new ApiKeyCredential(keyId.Trim(), Normalize(key, name))
            : throw new ConnectionRejectedException(new ConnectionProblem.InvalidApiKeyId());

    private static SecureString Normalize(SecureString secret, string name)
    {
        var normalized = SecretText.Normalize(secret, out var problem);
        return problem is not null
                ? throw new ConnectionRejectedException(new ConnectionProblem.InvalidSecret(name, problem))
            : normalized.Length == 0 ? throw new ConnectionRejectedException(new ConnectionProblem.EmptySecret(name))
            : normalized;
    }
}
