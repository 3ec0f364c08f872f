namespace Viam.Billing.Completion;

/// <summary>Completes location IDs, by name or ID.</summary>
public sealed class LocationCompleter : LocationCompleterBase
{
    private protected override IEnumerable<CompletionCandidate> Find(CompletionTarget target) =>
        target.Session.Seen.Locations.Select(static location => new CompletionCandidate(
            location.LocationId,
            location.LocationId
        )
        {
            ListItem = location.Name ?? location.LocationId,
        });
}
