using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of organization names, which the server lists.</summary>
public abstract class OrganizationNameTest : CmdletTest
{
    private protected const string Acme = SandboxOrganizations.Acme;

    private protected override void Prepare() => Connect();

    private protected int Lists => CountRequests("ListOrganizations");
}
