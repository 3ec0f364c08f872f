using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;

namespace Viam.Billing.Benchmarks;

/// <summary>Accepts every API key. The access token is the key's ID, and doesn't expire.</summary>
internal sealed class AnyKey : AuthService.AuthServiceBase
{
    public override Task<AuthenticateResponse> Authenticate(AuthenticateRequest request, ServerCallContext context) =>
        Task.FromResult(new AuthenticateResponse { AccessToken = request.Entity });
}
