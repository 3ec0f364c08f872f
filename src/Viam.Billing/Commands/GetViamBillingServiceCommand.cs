using System.Management.Automation;
using Viam.Billing.Commands.Base;

namespace Viam.Billing.Commands;

/// <summary>Gets the white-label billing configuration of organizations.</summary>
[Cmdlet(VerbsCommon.Get, "ViamBillingService", HelpUri = OnlineHelp.Folder + "Get-ViamBillingService.md")]
[OutputType(typeof(BillingServiceConfiguration))]
public sealed class GetViamBillingServiceCommand : OrganizationCommand
{
    private protected override Task ProcessAsync() =>
        ReadEachAsync(
            static async (service, organizationId, call) =>
                [await service.GetBillingServiceAsync(organizationId, call).ConfigureAwait(false)]
        );
}
