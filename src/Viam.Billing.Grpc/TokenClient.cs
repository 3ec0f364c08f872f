using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Grpc.Calls;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Grpc;

/// <summary>Exchanges API keys for access tokens.</summary>
internal sealed class TokenClient(
    AuthService.AuthServiceClient auth,
    RpcExecutor executor,
    BillingServiceOptions options
) : ITokenClient
{
    public Task<string> ExchangeAsync(ApiKeyCredential key, CallContext call) =>
        executor.CallAnonymouslyAsync(
            new RpcDescriptor("AuthService/Authenticate", key.KeyId),
            call,
            o => auth.AuthenticateAsync(CreateRequest(key), o),
            ReadToken
        );

    /// <summary>
    /// Returns the token of a response. A token that can't be sent in a header is rejected here, because it would cause
    /// unclear errors in later requests.
    /// </summary>
    private string ReadToken(AuthenticateResponse response)
    {
        var token = response.AccessToken.Trim();
        var problem =
            token.Length == 0 ? "sent no access token"
            : SecretText.FindProblem(token) is { } found ? $"sent an access token that {found}"
            : null;
        return problem is null
            ? token
            : throw new BillingException(
                BillingError.AuthenticationFailed,
                $"{options.Endpoint.Authority} accepted the API key and {problem}."
            );
    }

    private static AuthenticateRequest CreateRequest(ApiKeyCredential key) =>
        new()
        {
            Entity = key.KeyId,
            Credentials = new Credentials { Type = "api-key", Payload = key.Reveal() },
        };
}
