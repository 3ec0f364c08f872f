using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>Looks for the invoice that a charge must have made: one that was not there before and is about exactly its total.</summary>
/// <param name="known">The organization's invoices from before the charge.</param>
/// <param name="claimed">Invoices that are known to belong to other charges.</param>
internal sealed class InvoiceSearch(IBillingService service, ChargeRequest charge, IReadOnlySet<string> known, IReadOnlySet<string> claimed)
{
    private static readonly TimeSpan s_firstInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromSeconds(5);

    /// <summary>What the search has come to so far, as a sentence.</summary>
    public string Finding { get; private set; } = "Its invoice was not looked for.";

    /// <summary>True if at the end the service listed the invoices, and no new one was about this total.</summary>
    public bool IsAbsent { get; private set; }

    /// <summary>Looks until there is one such invoice, more than one, or the time is over. It looks at least once.</summary>
    /// <returns>The invoice's id; null if there is none, or more than one.</returns>
    public async Task<string?> FindAsync(DateTime until, CallContext call)
    {
        for (var interval = s_firstInterval; ; interval = TimeSpan.FromTicks(Math.Min(interval.Ticks * 2, s_longestInterval.Ticks)))
        {
            var isLast = DateTime.UtcNow >= until;
            var candidates = await LookAsync(call).ConfigureAwait(false);
            if (candidates is [var only]) return only;
            if (candidates is { Count: > 1 } || isLast) return null;
            var left = until - DateTime.UtcNow;
            if (left > TimeSpan.Zero) await Task.Delay(left < interval ? left : interval, call.CancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<string>?> LookAsync(CallContext call)
    {
        try
        {
            var summary = await service.GetInvoicesSummaryAsync(charge.OrganizationId, call).ConfigureAwait(false);
            string[] candidates =
            [
                .. summary.Invoices
                    .Where(invoice => invoice.Amount == charge.Total && !known.Contains(invoice.InvoiceId) && !claimed.Contains(invoice.InvoiceId))
                    .Select(invoice => invoice.InvoiceId),
            ];
            IsAbsent = candidates.Length == 0;
            Finding = FormattableString.Invariant($"{candidates.Length} new invoices of {charge.Total:0.00} USD are listed.");
            return candidates;
        }
        catch (BillingException error)
        {
            IsAbsent = false;
            Finding = $"The invoices could not be listed: {error.Message}";
            return null;
        }
    }
}
