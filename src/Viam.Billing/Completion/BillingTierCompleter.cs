using Viam.Billing.Services;

namespace Viam.Billing.Completion;

/// <summary>Completes the available billing tiers.</summary>
public sealed class BillingTierCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(CompletionTarget target) =>
        target.Session.Seen.Tiers.Select(tier => new CompletionCandidate(tier.BillingTier));

    private protected override async Task FillAsync(CompletionTarget target, CallContext call) =>
        Remember(target, await target.Session.Service.ListBillingTiersAsync(call).ConfigureAwait(false));
}
