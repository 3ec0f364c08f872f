using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Services;

namespace Viam.Billing.Commands;

/// <summary>
/// Enables white-label billing, with which organizations bill their own customers under their own name.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Enable,
    "ViamBillingService",
    DefaultParameterSetName = ByArgument,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = OnlineHelp.Folder + "Enable-ViamBillingService.md"
)]
[OutputType(typeof(BillingServiceConfiguration))]
public sealed class EnableViamBillingServiceCommand : BillingAddressCommand
{
    private protected override string Action => "Enable white-label billing";

    private protected override bool RequiresBillingService => false;

    private protected override Task SendAsync(
        IBillingService service,
        string organizationId,
        BillingAddress address,
        CallContext call
    ) => service.EnableBillingServiceAsync(organizationId, address, call);
}
