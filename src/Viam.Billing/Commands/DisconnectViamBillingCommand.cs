using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Sessions;

namespace Viam.Billing.Commands;

/// <summary>Ends the default session or the specified one. If there is no session, nothing happens.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "ViamBilling", HelpUri = OnlineHelp.Folder + "Disconnect-ViamBilling.md")]
[OutputType(typeof(void))]
public sealed class DisconnectViamBillingCommand : PSCmdlet
{
    /// <summary>The session to end. Default: the default session.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SessionVariableCompleter))]
    public BillingSession? Session { get; set; }

    protected override void ProcessRecord()
    {
        if (Session is not null)
        {
            Session.Close();
        }
        else
        {
            DefaultSession.Close();
        }
    }
}
