using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Changes the default organization and the timeout of a session, without a new connection.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "ViamBillingSession",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low,
    HelpUri = OnlineHelp.Folder + "Set-ViamBillingSession.md"
)]
[OutputType(typeof(BillingSession))]
public sealed class SetViamBillingSessionCommand : SessionCommand
{
    /// <summary>
    /// The default organization of cmdlets that read, by ID or exact name. Null or an empty string removes it.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("OrganizationId", "OrgId")]
    [AllowNull]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>(IsSingle = true)]
    public OrganizationIdentity? Organization { get; set; }

    /// <summary>The timeout of each request, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? TimeoutSec { get; set; }

    /// <summary>Returns the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task EndAsync()
    {
        var session = ActiveSession;
        if (!Pipeline.ShouldProcess($"session with {session}", "Change the session"))
        {
            return;
        }
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Organization)))
        {
            if (string.IsNullOrWhiteSpace(Organization?.Text))
            {
                session.OrganizationId = null;
            }
            else if (await SessionOrganization.SetAsync(session, Organization, Call) is { } problem)
            {
                // Thrown before the timeout is changed, so that the session isn't changed partially.
                ThrowTerminatingError(problem);
            }
        }
        if (TimeoutSec is { } seconds)
        {
            session.TimeoutSec = seconds;
        }
        if (PassThru)
        {
            session.IsReferenced = true;
            WriteResult(session);
        }
    }
}
