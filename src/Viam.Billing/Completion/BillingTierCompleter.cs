using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Completion;

/// <summary>The billing tiers there are.</summary>
public sealed class BillingTierCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(SessionCache seen, string? organizationId) =>
        seen.Tiers.Select(tier => new CompletionCandidate(tier.BillingTier));

    private protected override async Task<IEnumerable<object>> Ask(
        IBillingService service,
        string? organizationId,
        CallContext call
    ) => await service.ListBillingTiersAsync(call).ConfigureAwait(false);
}
