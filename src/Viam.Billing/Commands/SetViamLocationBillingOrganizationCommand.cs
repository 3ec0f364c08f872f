using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Sets the organization that is billed for locations.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "ViamLocationBillingOrganization",
    DefaultParameterSetName = ByArgument,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Folder + "Set-ViamLocationBillingOrganization.md"
)]
[OutputType(typeof(LocationBillingOrganization))]
public sealed class SetViamLocationBillingOrganizationCommand : ChangeCommand
{
    private readonly LocationOrder _order = new();
    private LocationResolver? _locations;

    /// <summary>The locations, by ID or exact name.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ByArgument
    )]
    [Parameter(
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ByRow
    )]
    [Alias("Location", "LocationName")]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(LocationCompleter))]
    [IdentityTransformation<LocationIdentity>(LeavesRows = true)]
    public LocationIdentity[] LocationId { get; set; } = [];

    /// <summary>The organization to be billed, by ID or exact name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByArgument)]
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByRow)]
    [Alias("BillingOrganizationId", "BillingOrganizationName")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>(IsSingle = true)]
    public OrganizationIdentity BillingOrganization { get; set; } = null!;

    /// <summary>Returns the location and the organization that is billed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync()
    {
        if (
            !await IsInputUsableAsync()
            || !await IsOneLocationAsync(_locations ??= new LocationResolver(ActiveSession))
            || await ResolveForChangeAsync(BillingOrganization) is not { } payer
            || await DescribeExistingAsync(payer, BillingOrganization.Text) is not { } payerName
        )
        {
            return;
        }
        foreach (var location in LocationId)
        {
            if (location.IsInvalid)
            {
                await WriteErrorAsync(ErrorRecords.InvalidLocationId(location.Id));
                continue;
            }
            var locations = _locations;
            var (isPossible, current) = await TryReadCurrentAsync(
                (service, call) => locations.ReadAsync(location, service, call),
                location.Id
            );
            if (!isPossible)
            {
                continue;
            }
            // If nobody is asked, the location is looked up concurrently, right before the change.
            var locationId = current?.LocationId ?? locations.FindKnownId(location);
            var name = await FindNameAsync(location, locationId, current);
            var action = current?.BillingOrganizationId is { } old
                ? $"Change the billing organization from {await DescribeAsync(old)} to {payerName}"
                : $"Bill to organization {payerName}";
            if (Pipeline.ShouldProcess($"location {(name is null ? locationId : $"{name} ({locationId})")}", action))
            {
                await StartAsync(location, current?.LocationId, payer, locations);
            }
        }
    }

    /// <summary>
    /// False, with an error, if properties of the object from the pipeline specify different locations.
    /// </summary>
    private async Task<bool> IsOneLocationAsync(LocationResolver locations)
    {
        if (InputObject is null || InputObject.BaseObject is BillingObject || IsArgument(nameof(LocationId)))
        {
            return true;
        }
        try
        {
            if (await LocationConflict.FindAsync(InputObject, locations, Service, Call) is not { } properties)
            {
                return true;
            }
            await WriteErrorAsync(ErrorRecords.LocationConflict(properties, InputObject));
        }
        catch (BillingException exception)
        {
            await WriteErrorAsync(ErrorRecords.From(exception, InputObject));
        }
        catch (ErrorRecordException exception)
        {
            await WriteErrorAsync(exception.Record);
        }
        finally
        {
            WriteCallReports();
        }
        return false;
    }

    /// <param name="foundId">The ID of the location; null if it wasn't looked up.</param>
    private Task StartAsync(LocationIdentity location, string? foundId, string payer, LocationResolver locations)
    {
        var (passThru, names, turn) = (PassThru.ToBool(), ActiveSession.Locations, _order.Add());
        return StartAsync(
            location.Id,
            async (service, call) =>
            {
                using var _ = turn;
                var locationId = foundId ?? await locations.FindIdAsync(location, service, call).ConfigureAwait(false);
                await turn.WaitAsync(locationId).ConfigureAwait(false);
                await service.SetLocationBillingOrganizationAsync(locationId, payer, call).ConfigureAwait(false);
                return passThru
                    ?
                    [
                        new LocationBillingOrganization
                        {
                            LocationName = names.Find(locationId) ?? location.Location?.Name,
                            LocationId = locationId,
                            BillingOrganizationId = payer,
                        },
                    ]
                    : [];
            },
            payer
        );
    }

    /// <summary>The name of a location for the prompt, which is requested only if the location was read.</summary>
    private async Task<string?> FindNameAsync(
        LocationIdentity location,
        string locationId,
        LocationBillingOrganization? current
    )
    {
        var names = ActiveSession.Locations;
        var known = names.Find(locationId) ?? location.Location?.Name;
        return known is not null || current is null
            ? known
            : await names.FindAsync(locationId, current.BillingOrganizationId, Call);
    }
}
