using Grpc.Core;
using Viam.Billing.Contract.Rpc;

namespace Viam.Billing.Sandbox.Services;

/// <summary>Exchanges API keys for access tokens.</summary>
public sealed class SandboxAuthService(SandboxState state) : AuthService.AuthServiceBase
{
    public override Task<AuthenticateResponse> Authenticate(AuthenticateRequest request, ServerCallContext context) =>
        Task.FromResult(new AuthenticateResponse { AccessToken = state.Authenticate(context.RequestHeaders, request) });
}
