using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of the shared session.</summary>
public abstract class SessionTest : CmdletTest
{
    private protected const string ReadOnce = $"Get-ViamOutstandingBalance {SandboxOrganizations.Acme}";
}
