using System.Security;
using Viam.Billing.Grpc;
using Viam.Billing.Service;

namespace Viam.Billing.Sandbox;

/// <summary>
/// Makes billing services that talk to a sandbox of their own, inside the process. Whatever credential it is given, it is the visitor's
/// key that is used.
/// </summary>
internal sealed class SandboxServiceProvider : IBillingServiceProvider
{
    public IBillingService Create(BillingServiceOptions options)
    {
        using var key = new SecureString();
        foreach (char character in SandboxKeys.VisitorKey)
            key.AppendChar(character);
        var world = new SandboxWorld(options.Clock);
        return new GrpcBillingService(
            InProcessCallInvoker.For(world), connection: null, options with { Credential = new ApiKeyCredential(SandboxKeys.VisitorId, key) });
    }
}
