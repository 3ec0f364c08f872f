using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Sets the organization that is billed for locations.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "ViamLocationBillingOrganization",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Folder + "Set-ViamLocationBillingOrganization.md"
)]
[OutputType(typeof(LocationBillingOrganization))]
public sealed class SetViamLocationBillingOrganizationCommand : ChangeCommand
{
    /// <summary>The location IDs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(LocationCompleter))]
    [IdentityTransformation<LocationIdentity>]
    public LocationIdentity[] LocationId { get; set; } = [];

    /// <summary>The organization to be billed, by ID or exact name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("BillingOrganizationId")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>(IsSingle = true)]
    public OrganizationIdentity BillingOrganization { get; set; } = null!;

    /// <summary>Returns the location and the organization that is billed.</summary>
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
            var locationId = location.Id;
            var name = ActiveSession.Locations.Find(locationId) ?? location.Location?.Name;
            if (
                !Pipeline.ShouldProcess(
                    $"location {Describe(locationId, name)}",
                    $"Bill to organization {await DescribeAsync(payer)}"
                )
            )
            {
                continue;
            }
            await StartAsync(
                locationId,
                async (service, call) =>
                {
                    await service.SetLocationBillingOrganizationAsync(locationId, payer, call).ConfigureAwait(false);
                    return passThru
                        ?
                        [
                            new LocationBillingOrganization
                            {
                                LocationName = name,
                                LocationId = locationId,
                                BillingOrganizationId = payer,
                            },
                        ]
                        : [];
                },
                payer
            );
        }
    }

    private static string Describe(string locationId, string? name) =>
        name is null ? locationId : $"{name} ({locationId})";
}
