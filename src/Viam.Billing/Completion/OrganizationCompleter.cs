using Viam.Billing.Parameters;
using Viam.Billing.Services;

namespace Viam.Billing.Completion;

/// <summary>Completes organizations, by name or ID. An ID is suggested if the name is missing or ambiguous.</summary>
public sealed class OrganizationCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(CompletionTarget target)
    {
        var organizations = target.Session.Organizations.Known;
        var counts = organizations
            .CountBy(organization => organization.Name?.Trim() ?? "", StringComparer.OrdinalIgnoreCase)
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var organization in organizations)
        {
            var (id, name) = (organization.OrganizationId, organization.Name);
            var isUsable =
                !string.IsNullOrWhiteSpace(name)
                && counts[name.Trim()] == 1
                && !OrganizationIds.TryNormalize(name, out _);
            yield return isUsable
                ? new CompletionCandidate(name!, id) { Id = id, IsPattern = true }
                : new CompletionCandidate(id, id) { ListItem = string.IsNullOrWhiteSpace(name) ? id : name };
        }
    }

    private protected override bool IsFilled(CompletionTarget target) =>
        target.Session.Organizations.Latest is not null;

    private protected override async Task FillAsync(CompletionTarget target, CallContext call) =>
        await target.Session.Organizations.LoadAsync(call).ConfigureAwait(false);
}
