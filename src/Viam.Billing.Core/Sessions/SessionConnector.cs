using Viam.Billing.Services;

namespace Viam.Billing.Sessions;

/// <summary>Opens a session with an address and a credential.</summary>
internal sealed class SessionConnector
{
    private readonly ResolvedCredential _credential;
    private readonly bool _isSandbox;

    /// <exception cref="ConnectionRejectedException">
    /// A specified value is missing, malformed, or not permitted.
    /// </exception>
    /// <exception cref="BillingException">The login of the viam command line can't be used.</exception>
    public SessionConnector(ConnectionRequest request)
    {
        _isSandbox = request.Credential is CredentialInput.Sandbox;
        if (_isSandbox)
        {
            Address = new Uri("sandbox://memory");
            _credential = CredentialResolver.Resolve(request);
            return;
        }
        var typed = request.Uri is null ? null : ServiceAddress.Parse(request.Uri);
        _credential = CredentialResolver.Resolve(request);
        Address = typed ?? _credential.Login?.Address() ?? new Uri(ServiceAddress.Default);
        if (Address.Scheme == "http" && !Address.IsLoopback && !request.AllowUnencryptedAuthentication)
        {
            throw new ConnectionRejectedException(new ConnectionProblem.UnencryptedConnection(Address));
        }
    }

    public Uri Address { get; }

    /// <summary>The source of a credential that wasn't specified, as a sentence; null for one that was.</summary>
    public string? CredentialSource => _credential.Source;

    /// <summary>Authenticates to the service. Doesn't make the session the default one.</summary>
    public async Task<BillingSession> OpenAsync(int timeoutSec, bool isReferenced, CallContext call)
    {
        var credential = _credential.Credential;
        var provider = _isSandbox ? ServiceProviders.Sandbox : ServiceProviders.Network;
        var service = provider.Create(new BillingServiceOptions(Address, credential, TimeSpan.FromSeconds(timeoutSec)));
        try
        {
            await service.AuthenticateAsync(call).ConfigureAwait(false);
        }
        catch
        {
            service.Dispose();
            throw;
        }
        return new BillingSession(service)
        {
            Uri = Address,
            AuthenticationType = _credential.AuthenticationType,
            ApiKeyId = (credential as ApiKeyCredential)?.KeyId,
            CliUser = _credential.Login?.UserEmail,
            CliProfile = _credential.Login?.Profile,
            TimeoutSec = timeoutSec,
            ConnectedAt = DateTime.UtcNow,
            IsSandbox = _isSandbox,
            IsTokenRenewable = credential is not AccessTokenCredential,
            IsReferenced = isReferenced,
        };
    }
}
