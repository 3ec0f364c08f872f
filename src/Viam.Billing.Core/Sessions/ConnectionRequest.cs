namespace Viam.Billing.Sessions;

/// <summary>The values that a user has specified for a connection.</summary>
/// <param name="Uri">The address; null if none was specified.</param>
/// <param name="AllowUnencryptedAuthentication">
/// Whether the credential may be sent to another computer over HTTP.
/// </param>
internal sealed record ConnectionRequest(CredentialInput Credential, string? Uri, bool AllowUnencryptedAuthentication);
