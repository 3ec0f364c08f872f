using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Sessions;

namespace Viam.Billing.Commands;

/// <summary>Gets the default session. If there is none, the cmdlet returns no output.</summary>
[Cmdlet(VerbsCommon.Get, "ViamBillingSession", HelpUri = OnlineHelp.Folder + "Get-ViamBillingSession.md")]
[OutputType(typeof(BillingSession))]
public sealed class GetViamBillingSessionCommand : PSCmdlet
{
    protected override void EndProcessing()
    {
        if (DefaultSession.Current is not { } session)
        {
            return;
        }

        session.IsReferenced = true;
        WriteObject(session);
    }
}
