using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Completion;

/// <summary>Location ids, found by id or by name.</summary>
public sealed class LocationCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(SessionCache seen, string? organizationId) =>
        seen.Locations.Select(location => new CompletionCandidate(location.LocationId, location.Name)
        {
            Order = location.Name ?? location.LocationId,
        });

    private protected override async Task<IEnumerable<object>> Ask(
        IBillingService service,
        string? organizationId,
        CallContext call
    ) => organizationId is null ? [] : await service.ListLocationsAsync(organizationId, call).ConfigureAwait(false);
}
