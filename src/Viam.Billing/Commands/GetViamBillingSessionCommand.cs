using System.Management.Automation;

namespace Viam.Billing.Commands;

/// <summary>Gets the shared session; nothing if there is none.</summary>
[Cmdlet(VerbsCommon.Get, "ViamBillingSession")]
[OutputType(typeof(BillingSession))]
public sealed class GetViamBillingSessionCommand : PSCmdlet
{
    protected override void EndProcessing()
    {
        if (SharedSession.Current is not { } session) return;
        session.IsHandedOut = true;
        WriteObject(session);
    }
}
