using Viam.Billing.Invoices;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>
/// Finds out what became of charges, by the invoices that the service lists. The same for charges with and without a
/// ledger.
/// </summary>
internal sealed class ChargeReconciler(IBillingService service, ChargeRegister register, CallContext call)
{
    private static readonly TimeSpan s_firstInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Looks for the invoices of an organization's charges until every search is over. The last listing is begun when
    /// the time is over.
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
            s_longestInterval
        );
        while (true)
        {
            var elapsed = polling.Elapsed;
            ChargeSearch[] active = [.. searches.Where(search => !search.IsOver)];
            try
            {
                var listing = await charges.ListAsync(service, call).ConfigureAwait(false);
                // What one charge takes no longer stands in the way of another.
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
