using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Invoices;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Gets the available billing tiers, or the billing tiers of organizations.</summary>
[Cmdlet(VerbsCommon.Get, "ViamBillingTier", DefaultParameterSetName = Available)]
[OutputType(typeof(AvailableBillingTier), ParameterSetName = [Available])]
[OutputType(typeof(OrganizationBillingTier), ParameterSetName = [OfOrganization])]
public sealed class GetViamBillingTierCommand : ConcurrentCommand
{
    private const string Available = "Available";
    private const string OfOrganization = "OrganizationId";

    /// <summary>The organizations whose tiers are read.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ParameterSetName = OfOrganization,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [Alias("OrgId")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [GuidTransformation]
    public string[]? OrganizationId { get; set; }

    private protected override async Task ProcessAsync()
    {
        if (ParameterSetName == OfOrganization)
        {
            await StartForOrganizationsAsync(
                OrganizationId,
                static async (service, organizationId, call) =>
                    [await BillingTierReader.ReadAsync(service, organizationId, call).ConfigureAwait(false)]
            );
            return;
        }
        foreach (var tier in await Service.ListBillingTiersAsync(Call))
        {
            WriteResult(tier);
        }
    }
}
