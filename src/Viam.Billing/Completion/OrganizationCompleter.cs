using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Completion;

/// <summary>Organization ids, found by id or by name.</summary>
public sealed class OrganizationCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(SessionCache seen, string? organizationId) =>
        seen.Organizations.Select(organization => new CompletionCandidate(
            organization.OrganizationId,
            organization.Name
        )
        {
            Order = organization.Name ?? organization.OrganizationId,
        });

    private protected override async Task<IEnumerable<object>> Ask(
        IBillingService service,
        string? organizationId,
        CallContext call
    ) => await service.ListOrganizationsAsync(call).ConfigureAwait(false);
}
