using System.Management.Automation;

namespace Viam.Billing.Tests.Commands;

/// <summary>Ends the pipeline after one object with the exception that Select-Object -First uses.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AfterFirst")]
public sealed class StopAfterFirstCommand : PSCmdlet
{
    private static readonly Type s_stop = typeof(PSCmdlet).Assembly.GetType(
        "System.Management.Automation.StopUpstreamCommandsException",
        throwOnError: true
    )!;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        throw (Exception)Activator.CreateInstance(s_stop, this)!;
    }
}
