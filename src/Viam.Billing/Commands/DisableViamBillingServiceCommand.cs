using System.Management.Automation;
using Viam.Billing.Commands.Base;

namespace Viam.Billing.Commands;

/// <summary>Disables white-label billing for organizations.</summary>
[Cmdlet(
    VerbsLifecycle.Disable,
    "ViamBillingService",
    DefaultParameterSetName = ByArgument,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Folder + "Disable-ViamBillingService.md"
)]
[OutputType(typeof(Organization))]
public sealed class DisableViamBillingServiceCommand : OrganizationChangeCommand
{
    /// <summary>Returns the organizations for which white-label billing was disabled.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override Task ProcessAsync()
    {
        var passThru = PassThru.ToBool();
        return ChangeEachAsync(
            async (organizationId, target) =>
                await HasBillingServiceAsync(organizationId, target, isEnabled: true)
                    ? "Disable white-label billing"
                    : null,
            async (service, organizationId, call) =>
            {
                await service.DisableBillingServiceAsync(organizationId, call).ConfigureAwait(false);
                return passThru
                    ? await ReadBackAsync(organizationId, service.GetOrganizationAsync(organizationId, call))
                        .ConfigureAwait(false)
                    : [];
            }
        );
    }
}
