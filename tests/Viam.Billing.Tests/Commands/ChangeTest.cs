using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of changes, connected as a billing admin.</summary>
public abstract class ChangeTest : CmdletTest
{
    private protected const string Harborlight = SandboxOrganizations.Harborlight;

    private protected override void Prepare() => ConnectAsBillingAdmin();
}
