using System.Security;

namespace Viam.Billing.Sessions;

/// <summary>The way in which a user has specified the credential.</summary>
internal abstract record CredentialInput
{
    private CredentialInput() { }

    /// <summary>
    /// Nothing was specified: the environment variables are used, otherwise the login of the viam command line.
    /// </summary>
    public sealed record Automatic : CredentialInput;

    /// <summary>Only the environment variables may be used.</summary>
    public sealed record EnvironmentOnly : CredentialInput;

    /// <param name="Name">The name of the key in errors, such as -ApiKey.</param>
    public sealed record ApiKey(string KeyId, SecureString Key, string Name) : CredentialInput;

    public sealed record AccessToken(SecureString Token) : CredentialInput;

    /// <param name="Profile">The profile of the command line; null for its default.</param>
    public sealed record CliLogin(string? Profile) : CredentialInput;

    public sealed record Sandbox : CredentialInput;
}
