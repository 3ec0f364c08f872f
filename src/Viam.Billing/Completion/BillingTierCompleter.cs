using Viam.Billing.Service;

namespace Viam.Billing.Completion;

/// <summary>The billing tiers there are.</summary>
public sealed class BillingTierCompleter : SeenCompleter
{
    private protected override IEnumerable<Proposal> Find(SeenObjects seen, string? organizationId) => seen.Tiers.Select(tier => new Proposal(tier.BillingTier));

    private protected override async Task<IEnumerable<object>> Ask(IBillingService service, string? organizationId, CallContext call) =>
        await service.ListBillingTiersAsync(call).ConfigureAwait(false);
}
