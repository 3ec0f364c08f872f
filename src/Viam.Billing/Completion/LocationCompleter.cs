using Viam.Billing.Service;

namespace Viam.Billing.Completion;

/// <summary>Location ids, found by id or by name.</summary>
public sealed class LocationCompleter : SeenCompleter
{
    private protected override IEnumerable<Proposal> Find(SeenObjects seen, string? organizationId) => seen.Locations.Select(
        location => new Proposal(location.LocationId, location.Name) { Order = location.Name ?? location.LocationId });

    private protected override async Task<IEnumerable<object>> Ask(IBillingService service, string? organizationId, CallContext call) => organizationId is null
        ? []
        : await service.ListLocationsAsync(organizationId, call).ConfigureAwait(false);
}
