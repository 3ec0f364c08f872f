using Viam.Billing.Invoices;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>Determines the outcome of charges from the listed invoices, with and without a charge ledger.</summary>
internal sealed class ChargeReconciler(IBillingService service, ChargeRegister register, CallContext call)
{
    private static readonly TimeSpan s_firstInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Searches for the invoices of an organization's charges until every search is complete. The invoices are listed
    /// for the last time when the timeout expires.
    /// </summary>
    public async Task RunAsync(string organizationId, IReadOnlyList<ChargeSearch> searches)
    {
        if (searches.Count == 0)
        {
            return;
        }
        var charges = register.Of(organizationId);
        var polling = new PollingSchedule(
            searches.Max(search => search.Limit),
            s_firstInterval,
            growth: 2,
            s_longestInterval,
            call.Clock
        );
        while (true)
        {
            var elapsed = polling.Elapsed;
            ChargeSearch[] active = [.. searches.Where(search => !search.IsOver)];
            try
            {
                var listing = await charges.ListAsync(service, call).ConfigureAwait(false);
                // First assign all invoices: an assigned invoice is no longer ambiguous for the other charges.
                foreach (var search in active)
                {
                    search.TryClaim(charges, listing);
                }
                foreach (var search in active)
                {
                    search.Update(charges, listing, elapsed);
                }
            }
            catch (BillingException error)
            {
                foreach (var search in active)
                {
                    search.Update(error, elapsed);
                }
            }
            if (searches.All(search => search.IsOver))
            {
                return;
            }
            await polling.PauseAsync(call.CancellationToken).ConfigureAwait(false);
        }
    }
}
