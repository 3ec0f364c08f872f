using System.Security;
using Viam.Billing.Grpc;
using Viam.Billing.Sandbox.InProcess;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.Services;
using Viam.Billing.Services;

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
        foreach (var character in SandboxKeys.VisitorKey)
        {
            key.AppendChar(character);
        }

        var state = new SandboxState(options.Clock);
        var store = new SandboxUsageStore(state);
        return new GrpcBillingService(
            InProcessCallInvoker.For(state),
            connection: store,
            options with
            {
                UsageStore = store.GetFolder,
                Credential = new ApiKeyCredential(SandboxKeys.VisitorId, key),
            }
        );
    }
}
