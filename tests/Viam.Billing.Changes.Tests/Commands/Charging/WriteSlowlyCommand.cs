using System.Management.Automation;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Passes a value on, and delays stopping.</summary>
[Cmdlet(VerbsCommunications.Write, "Slowly")]
public sealed class WriteSlowlyCommand : Cmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Value { get; set; } = "";

    /// <summary>Released when stopping starts.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public SemaphoreSlim? Reached { get; set; }

    /// <summary>Released to let the command stop.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    public SemaphoreSlim? MayStop { get; set; }

    protected override void ProcessRecord() => WriteObject(Value);

    protected override void StopProcessing()
    {
        Reached!.Release();
        MayStop!.Wait();
    }
}
