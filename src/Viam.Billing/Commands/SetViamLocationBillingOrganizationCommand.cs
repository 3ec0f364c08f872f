using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Makes an organization pay for locations.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "ViamLocationBillingOrganization",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High
)]
[OutputType(typeof(LocationBillingOrganization))]
public sealed class SetViamLocationBillingOrganizationCommand : ChangeCommand
{
    /// <summary>The locations.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(LocationCompleter))]
    [IdentityTransformation<LocationIdentity>]
    public LocationIdentity[] LocationId { get; set; } = [];

    /// <summary>The organization that pays from now on, by ID or exact name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("BillingOrganizationId")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>(IsSingle = true)]
    public OrganizationIdentity BillingOrganization { get; set; } = null!;

    /// <summary>Emits who pays now.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync()
    {
        if (!await IsInputUsableAsync() || await ResolveForChangeAsync(BillingOrganization) is not { } payer)
        {
            return;
        }
        var passThru = PassThru.ToBool();
        foreach (var location in LocationId)
        {
            if (
                !Pipeline.ShouldProcess(
                    $"location {Describe(location)}",
                    $"Bill to organization {await DescribeAsync(payer)}"
                )
            )
            {
                continue;
            }
            var locationId = location.Id;
            await StartAsync(
                locationId,
                async (service, call) =>
                {
                    await service.SetLocationBillingOrganizationAsync(locationId, payer, call).ConfigureAwait(false);
                    return passThru
                        ? [new LocationBillingOrganization { LocationId = locationId, BillingOrganizationId = payer }]
                        : [];
                },
                payer
            );
        }
    }

    private string Describe(LocationIdentity location) =>
        (location.Location ?? ActiveSession.Seen.FindLocation(location.Id))?.ToString() ?? location.Id;
}
