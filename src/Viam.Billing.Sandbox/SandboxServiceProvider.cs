using System.Security;
using Viam.Billing.Grpc;
using Viam.Billing.Sandbox.InProcess;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.Services;
using Viam.Billing.Services;

namespace Viam.Billing.Sandbox;

/// <summary>
/// Creates billing services that each use a separate in-process sandbox. The visitor's key is used, regardless of the
/// credential.
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
