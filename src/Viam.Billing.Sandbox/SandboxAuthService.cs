using Grpc.Core;
using Viam.Billing.Contract.Rpc;

namespace Viam.Billing.Sandbox;

/// <summary>Exchanges the world's keys for tokens.</summary>
public sealed class SandboxAuthService(SandboxWorld world) : AuthService.AuthServiceBase
{
    public override Task<AuthenticateResponse> Authenticate(AuthenticateRequest request, ServerCallContext context) =>
        Task.FromResult(new AuthenticateResponse { AccessToken = world.Authenticate(context.RequestHeaders, request) });
}
