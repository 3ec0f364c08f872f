using Viam.Billing.Service;

namespace Viam.Billing.Completion;

/// <summary>Organization ids, found by id or by name.</summary>
public sealed class OrganizationCompleter : SeenCompleter
{
    private protected override IEnumerable<Proposal> Find(SeenObjects seen, string? organizationId) => seen.Organizations.Select(
        organization => new Proposal(organization.OrganizationId, organization.Name) { Order = organization.Name ?? organization.OrganizationId });

    private protected override async Task<IEnumerable<object>> Ask(IBillingService service, string? organizationId, CallContext call) =>
        await service.ListOrganizationsAsync(call).ConfigureAwait(false);
}
