using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
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
    private LocationResolver? _locations;

    /// <summary>The locations, by ID or exact name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Location", "LocationName")]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(LocationCompleter))]
    [IdentityTransformation<LocationIdentity>]
    public LocationIdentity[] LocationId { get; set; } = [];

    private protected override bool ReadsAhead => true;

    private protected override async Task ProcessAsync()
    {
        var (names, locations) = (ActiveSession.Locations, _locations ??= new LocationResolver(ActiveSession));
        foreach (var identity in LocationId)
        {
            if (identity.IsInvalid)
            {
                await WriteErrorAsync(ErrorRecords.InvalidLocationId(identity.Id));
                continue;
            }
            if (identity.Location is { } location)
            {
                names.AddGiven(location);
            }
            await StartAsync(
                identity.Id,
                async (service, call) =>
                {
                    var payer = await locations.ReadAsync(identity, service, call).ConfigureAwait(false);
                    payer.LocationName = await names
                        .FindAsync(payer.LocationId, payer.BillingOrganizationId, call)
                        .ConfigureAwait(false);
                    LocationConflict.Check(identity, payer);
                    return [payer];
                }
            );
        }
    }
}
