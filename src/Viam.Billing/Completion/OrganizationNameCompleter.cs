using Viam.Billing.Service;

namespace Viam.Billing.Completion;

/// <summary>Names of organizations.</summary>
public sealed class OrganizationNameCompleter : SeenCompleter
{
    private protected override IEnumerable<Proposal> Find(SeenObjects seen, string? organizationId) => seen.Organizations
        .Where(organization => organization.Name is not null).Select(organization => new Proposal(organization.Name!, organization.OrganizationId));

    private protected override async Task<IEnumerable<object>> Ask(IBillingService service, string? organizationId, CallContext call) =>
        await service.ListOrganizationsAsync(call).ConfigureAwait(false);
}
