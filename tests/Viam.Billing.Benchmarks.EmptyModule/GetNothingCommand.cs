using System.Management.Automation;

namespace EmptyModule;

/// <summary>Returns its input unchanged.</summary>
[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothingCommand : PSCmdlet
{
    [Parameter]
    public object[] Ready { get; set; } = [];

    protected override void EndProcessing()
    {
        foreach (var item in Ready)
        {
            WriteObject(item);
        }
    }
}
