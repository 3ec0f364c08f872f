using System.Management.Automation;

namespace Viam.Billing.Commands;

/// <summary>Gets how organizations pay, and where their invoices go.</summary>
[Cmdlet(VerbsCommon.Get, "ViamBillingInformation")]
[OutputType(typeof(BillingInformation))]
public sealed class GetViamBillingInformationCommand : OrganizationCommand
{
    private protected override Task ProcessAsync() => ReadEachAsync(static async (service, organizationId, call) =>
        [await service.GetBillingInformationAsync(organizationId, call).ConfigureAwait(false)]);
}
