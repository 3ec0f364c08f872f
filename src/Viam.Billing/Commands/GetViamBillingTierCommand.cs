using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Invoices;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Gets the available billing tiers, or the billing tiers of organizations.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "ViamBillingTier",
    DefaultParameterSetName = Available,
    HelpUri = OnlineHelp.Folder + "Get-ViamBillingTier.md"
)]
[OutputType(typeof(AvailableBillingTier), ParameterSetName = [Available])]
[OutputType(typeof(OrganizationBillingTier), ParameterSetName = [OfOrganization])]
public sealed class GetViamBillingTierCommand : ConcurrentCommand
{
    private const string Available = "Available";
    private const string OfOrganization = "Organization";

    /// <summary>The organizations whose billing tiers are read.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ParameterSetName = OfOrganization,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [Alias("OrganizationId", "OrgId", "OrganizationName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>]
    public OrganizationIdentity[]? Organization { get; set; }

    private protected override async Task ProcessAsync()
    {
        if (ParameterSetName == OfOrganization)
        {
            await StartForEachAsync(
                Organization,
                nameof(Organization),
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
