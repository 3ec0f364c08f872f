using System.Management.Automation;
using Viam.Billing.Commands.Base;

namespace Viam.Billing.Commands;

/// <summary>Gets the payment method and billing contact of organizations.</summary>
[Cmdlet(VerbsCommon.Get, "ViamBillingInformation", HelpUri = OnlineHelp.Folder + "Get-ViamBillingInformation.md")]
[OutputType(typeof(BillingInformation))]
public sealed class GetViamBillingInformationCommand : OrganizationCommand
{
    /// <summary>Includes the routing numbers of bank accounts, which are otherwise omitted.</summary>
    [Parameter]
    public SwitchParameter IncludeRoutingNumber { get; set; }

    private protected override Task ProcessAsync()
    {
        var includeRoutingNumber = IncludeRoutingNumber.ToBool();
        return ReadEachAsync(
            async (service, organizationId, call) =>
            {
                var information = await service.GetBillingInformationAsync(organizationId, call).ConfigureAwait(false);
                return [includeRoutingNumber ? information : information.WithoutRoutingNumber()];
            }
        );
    }
}
