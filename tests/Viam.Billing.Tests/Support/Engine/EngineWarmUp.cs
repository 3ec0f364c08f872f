using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Support.Engine;

/// <summary>
/// Sends the first requests before the tests, because compiling the code takes longer than the short timeouts of some
/// tests.
/// </summary>
public sealed class EngineWarmUp : IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        var server = await ServerCache.TakeAsync();
        var engine = EngineCache.Take();
        var run = engine.Run(
            $"Connect-ViamBilling -Uri {server.Address} -ApiKeyId {SandboxKeys.OwnerId} "
                + $"-ApiKey {SandboxKeys.OwnerKey}; Get-ViamOutstandingBalance {SandboxOrganizations.Acme}"
        );
        Assert.Empty(run.Errors);
        DefaultSession.Close();
        EngineCache.Return(engine);
        ServerCache.Return(server);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
