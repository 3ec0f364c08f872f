namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of organizations from the pipeline.</summary>
public abstract class PipelineTest : CmdletTest
{
    private protected override void Prepare() => Connect();
}
