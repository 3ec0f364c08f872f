using Viam.Billing.Services;

namespace Viam.Billing.Sessions;

/// <param name="AuthenticationType">One of <see cref="AuthenticationTypes"/>.</param>
internal sealed record ResolvedCredential(Credential Credential, string AuthenticationType)
{
    /// <summary>The login of the viam command line that contains the credential; null for another credential.</summary>
    public CliLogin? Login { get; init; }

    /// <summary>The source of a credential that wasn't specified, as a sentence; null for one that was.</summary>
    public string? Source { get; init; }
}
