using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Grpc.Calls;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Grpc;

/// <summary>Exchanges API keys for access tokens at the service.</summary>
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
    /// The token of a response. One that no header can carry would fail in every later call, with an error that doesn't name it.
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
