using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Services;

namespace Viam.Billing.Commands;

/// <summary>Sets the address of white-label billing, replacing the previous one.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "ViamBillingService",
    DefaultParameterSetName = ByArgument,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = OnlineHelp.Folder + "Set-ViamBillingService.md"
)]
[OutputType(typeof(BillingServiceConfiguration))]
public sealed class SetViamBillingServiceCommand : BillingAddressCommand
{
    private protected override string Action => "Set white-label billing";

    private protected override bool RequiresBillingService => true;

    private protected override Task SendAsync(
        IBillingService service,
        string organizationId,
        BillingAddress address,
        CallContext call
    ) => service.SetBillingServiceAsync(organizationId, address, call);
}
