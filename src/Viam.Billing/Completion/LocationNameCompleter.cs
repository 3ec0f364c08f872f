namespace Viam.Billing.Completion;

/// <summary>Completes the names of locations.</summary>
public sealed class LocationNameCompleter : LocationCompleterBase
{
    private protected override IEnumerable<CompletionCandidate> Find(CompletionTarget target) =>
        target
            .Session.Seen.Locations.Where(location =>
                !string.IsNullOrWhiteSpace(location.Name)
                && (target.OrganizationId is null || location.OrganizationId == target.OrganizationId)
            )
            .DistinctBy(static location => location.Name, StringComparer.OrdinalIgnoreCase)
            .Select(static location => new CompletionCandidate(location.Name!, location.LocationId)
            {
                IsPattern = true,
            });
}
