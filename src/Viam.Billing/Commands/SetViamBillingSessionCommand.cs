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
        var isChanged = MyInvocation.BoundParameters.ContainsKey(nameof(Organization));
        string? organizationId = null;
        if (isChanged && !string.IsNullOrWhiteSpace(Organization?.Text))
        {
            // Found before the prompt, so that only a possible change is announced.
            (organizationId, var problem) = await SessionOrganization.FindAsync(session, Organization, Call);
            if (problem is not null)
            {
                ThrowTerminatingError(problem);
            }
        }
        if (!Pipeline.ShouldProcess($"session with {session}", "Change the session"))
        {
            return;
        }
        if (isChanged)
        {
            session.OrganizationId = organizationId;
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
