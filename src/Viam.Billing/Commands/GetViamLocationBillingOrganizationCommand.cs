using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Gets the organizations that are billed for locations.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "ViamLocationBillingOrganization",
    HelpUri = OnlineHelp.Folder + "Get-ViamLocationBillingOrganization.md"
)]
[OutputType(typeof(LocationBillingOrganization))]
public sealed class GetViamLocationBillingOrganizationCommand : ConcurrentCommand
{
    /// <summary>The location IDs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(LocationCompleter))]
    [IdentityTransformation<LocationIdentity>]
    public LocationIdentity[] LocationId { get; set; } = [];

    private protected override async Task ProcessAsync()
    {
        var names = ActiveSession.Locations;
        foreach (var identity in LocationId)
        {
            if (identity.Location is { } location)
            {
                names.AddGiven(location);
            }
            var locationId = identity.Id;
            await StartAsync(
                locationId,
                async (service, call) =>
                {
                    var payer = await service
                        .GetLocationBillingOrganizationAsync(locationId, call)
                        .ConfigureAwait(false);
                    payer.LocationName = await names
                        .FindAsync(locationId, payer.BillingOrganizationId, call)
                        .ConfigureAwait(false);
                    return [payer];
                }
            );
        }
    }
}
