using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests that specify organizations and locations, connected as their owner.</summary>
public abstract class LocationTest : CmdletTest
{
    private protected const string Acme = SandboxOrganizations.Acme;
    private protected const string AssemblyLine = SandboxLocations.AcmeAssemblyLine;

    private protected override void Prepare() => Connect();
}
