using System.Management.Automation;

namespace Viam.Billing.Commands;

/// <summary>Gets what organizations owe.</summary>
[Cmdlet(VerbsCommon.Get, "ViamOutstandingBalance")]
[OutputType(typeof(OrganizationBalance))]
public sealed class GetViamOutstandingBalanceCommand : OrganizationCommand
{
    private protected override Task ProcessAsync() => ReadEachAsync(static async (service, organizationId, call) =>
    {
        var summary = await service.GetInvoicesSummaryAsync(organizationId, call).ConfigureAwait(false);
        return [OrganizationBalance.From(summary, organizationId)];
    });
}
