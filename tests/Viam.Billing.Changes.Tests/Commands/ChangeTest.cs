using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of changes, connected as a billing admin.</summary>
public abstract class ChangeTest : CmdletTest
{
    private protected const string Acme = SandboxOrganizations.Acme;
    private protected const string Harborlight = SandboxOrganizations.Harborlight;

    private protected override void Prepare() => ConnectAsBillingAdmin();
}
