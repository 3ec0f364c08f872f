using System.Diagnostics;
using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of the shared session.</summary>
public abstract class SessionTest : CmdletTest
{
    private protected const string ReadOnce = $"Get-ViamOutstandingBalance {SandboxOrganizations.Acme}";
}
