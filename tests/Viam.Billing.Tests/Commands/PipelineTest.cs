using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of organizations from the pipeline.</summary>
public abstract class PipelineTest : CmdletTest
{
    private protected override void Prepare() => Connect();
}
