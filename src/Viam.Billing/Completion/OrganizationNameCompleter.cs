using Viam.Billing.Services;

namespace Viam.Billing.Completion;

/// <summary>Completes the names of organizations.</summary>
public sealed class OrganizationNameCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(CompletionTarget target) =>
        target
            .Session.Organizations.Known.Where(organization => !string.IsNullOrWhiteSpace(organization.Name))
            .Select(organization => new CompletionCandidate(organization.Name!, organization.OrganizationId)
            {
                IsPattern = true,
            });

    private protected override bool IsFilled(CompletionTarget target) =>
        target.Session.Organizations.Latest is not null;

    private protected override async Task FillAsync(CompletionTarget target, CallContext call) =>
        await target.Session.Organizations.LoadAsync(call).ConfigureAwait(false);
}
