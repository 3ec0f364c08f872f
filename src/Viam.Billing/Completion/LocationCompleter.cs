using Viam.Billing.Services;

namespace Viam.Billing.Completion;

/// <summary>Completes location IDs, by name or ID.</summary>
public sealed class LocationCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(CompletionTarget target) =>
        target.Session.Seen.Locations.Select(location => new CompletionCandidate(
            location.LocationId,
            location.LocationId
        )
        {
            ListItem = location.Name ?? location.LocationId,
        });

    private protected override async Task FillAsync(CompletionTarget target, CallContext call)
    {
        if (target.OrganizationId is { } organizationId)
        {
            Note(target, await target.Session.Service.ListLocationsAsync(organizationId, call).ConfigureAwait(false));
        }
    }
}
