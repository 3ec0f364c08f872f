using System.Management.Automation;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// The base class of cmdlets that change something. Organizations must be specified exactly; there is no default.
/// </summary>
public abstract class ChangeCommand : ConcurrentCommand
{
    private PipelineInput? _input;
    private bool _isStoppedByPowerShell;

    private protected ChangeCommand() { }

    /// <summary>The object from the pipeline, whose properties must not contradict each other.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    // Without -PassThru, there is no output.
    private protected override bool EmitsNames =>
        MyInvocation.BoundParameters.TryGetValue("PassThru", out var passThru) && (SwitchParameter)passThru;

    // With a preference of Stop, PowerShell itself ends a pipeline at an object that it can't bind, or at the text that it
    // writes about a change, and takes no more results then. The changes that were made must be emitted by that time.
    private protected override bool IsOneAtATime => base.IsOneAtATime || _isStoppedByPowerShell;

    private protected override Task BeginAsync()
    {
        _isStoppedByPowerShell =
            MayEndAt("ErrorAction", "ErrorActionPreference") || MayEndAt("Verbose", "VerbosePreference");
        _input = new PipelineInput(this);
        return Task.CompletedTask;
    }

    /// <summary>False, with an error, if the object from the pipeline must not cause a change.</summary>
    private protected async Task<bool> IsInputUsableAsync()
    {
        if (await _input!.FindProblemAsync(InputObject, Resolver) is not { } problem)
        {
            return true;
        }
        await WriteErrorAsync(problem);
        return false;
    }

    /// <summary>Returns the ID of the specified organization; null, with an error, if it can't be resolved.</summary>
    private protected async Task<string?> ResolveForChangeAsync(OrganizationIdentity identity)
    {
        var resolution = await Resolver.ResolveForChangeAsync(identity);
        WriteCallReports();
        if (resolution.Error is { } error)
        {
            await WriteErrorAsync(error);
            return null;
        }
        return resolution.Ids[0];
    }
}
