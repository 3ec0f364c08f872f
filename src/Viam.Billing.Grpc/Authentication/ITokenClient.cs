using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Authentication;

/// <summary>Exchanges API keys for access tokens.</summary>
internal interface ITokenClient
{
    /// <returns>The access token, which isn't empty.</returns>
    Task<string> ExchangeAsync(ApiKeyCredential key, CallContext call);
}
