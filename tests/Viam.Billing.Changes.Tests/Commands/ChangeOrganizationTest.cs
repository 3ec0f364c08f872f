using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Commands.Charging;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of the organizations of changes.</summary>
public abstract class ChangeOrganizationTest : ChargeTest
{
    private protected const string Harborlight = SandboxOrganizations.Harborlight;

    private protected override void Prepare() => ConnectAsBillingAdmin();

    private protected int Lists => CountRequests("ListOrganizations");
}
