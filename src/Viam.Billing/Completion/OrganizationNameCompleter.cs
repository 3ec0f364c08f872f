using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Completion;

/// <summary>Names of organizations.</summary>
public sealed class OrganizationNameCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(SessionCache seen, string? organizationId) =>
        seen
            .Organizations.Where(organization => organization.Name is not null)
            .Select(organization => new CompletionCandidate(organization.Name!, organization.OrganizationId));

    private protected override async Task<IEnumerable<object>> Ask(
        IBillingService service,
        string? organizationId,
        CallContext call
    ) => await service.ListOrganizationsAsync(call).ConfigureAwait(false);
}
