using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Invoices;

namespace Viam.Billing.Commands;

/// <summary>Gets the outstanding balances of organizations.</summary>
[Cmdlet(VerbsCommon.Get, "ViamOutstandingBalance", HelpUri = OnlineHelp.Folder + "Get-ViamOutstandingBalance.md")]
[OutputType(typeof(OrganizationBalance))]
public sealed class GetViamOutstandingBalanceCommand : OrganizationCommand
{
    private protected override Task ProcessAsync() =>
        ReadEachAsync(
            static async (service, organizationId, call) =>
            {
                var summary = await service.GetInvoicesSummaryAsync(organizationId, call).ConfigureAwait(false);
                return [BalanceCalculator.Calculate(summary, organizationId)];
            }
        );
}
