using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>Looks for the invoice that a charge must have made: one that was not there before and is about exactly its total.</summary>
/// <param name="isAccountedFor">True for an invoice that was there before the charge, or is known to be that of another.</param>
/// <param name="isContested">True for an invoice that could as well be that of another charge whose outcome is not known.</param>
internal sealed class InvoiceSearch(IBillingService service, ChargeRequest charge, Func<string, bool> isAccountedFor, Func<string, bool> isContested)
{
    private static readonly TimeSpan s_firstInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromSeconds(5);

    /// <summary>What the search has come to so far, as a sentence.</summary>
    public string Finding { get; private set; } = "Its invoice was not looked for.";

    /// <summary>True if in the end the service listed the organization's invoices.</summary>
    public bool HasListed { get; private set; }

    /// <summary>
    /// True if in the end the service listed the organization's invoices, and every one of them is accounted for. One of another amount is no proof that the charge
    /// was not made: it could be how the service invoices it.
    /// </summary>
    public bool IsAbsent { get; private set; }

    /// <summary>Looks until there is one such invoice, it cannot be told which it is, or the time is over. The last look is begun when the time is over.</summary>
    /// <returns>The invoice's id; null if there is none, or it cannot be told.</returns>
    public async Task<string?> FindAsync(TimeSpan lookFor, CallContext call)
    {
        var polling = new Polling(lookFor, s_firstInterval, growth: 2, s_longestInterval);
        while (true)
        {
            var isLast = polling.IsOver;
            var candidates = await LookAsync(call).ConfigureAwait(false);
            if (candidates is [var only] && !isContested(only)) return only;
            if (candidates.Count > 0 || isLast) return null;
            await polling.PauseAsync(call.CancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<string>> LookAsync(CallContext call)
    {
        HasListed = IsAbsent = false;
        try
        {
            var summary = await service.GetInvoicesSummaryAsync(charge.OrganizationId, call).ConfigureAwait(false);
            Invoice[] fresh = [.. summary.Invoices.Where(invoice => !isAccountedFor(invoice.InvoiceId))];
            string[] candidates = [.. fresh.Where(invoice => invoice.Amount == charge.Total && invoice.InvoiceId.Length > 0).Select(invoice => invoice.InvoiceId)];
            HasListed = true;
            IsAbsent = fresh.Length == 0;
            Finding = Describe(candidates, others: fresh.Length - candidates.Length);
            return candidates;
        }
        catch (BillingException error)
        {
            Finding = $"The invoices could not be listed: {error.Message}";
            return [];
        }
    }

    private string Describe(string[] candidates, int others) => candidates switch
    {
        [] when others == 0 => FormattableString.Invariant($"No new invoice of {charge.Total:0.00} USD is listed."),
        [] => FormattableString.Invariant($"No new invoice of {charge.Total:0.00} USD is listed, but {others} of other amounts or without an id."),
        [var only] => FormattableString.Invariant($"The invoice {only} of {charge.Total:0.00} USD is listed, and may be that of another charge."),
        _ => FormattableString.Invariant($"{candidates.Length} new invoices of {charge.Total:0.00} USD are listed: {string.Join(", ", candidates)}."),
    };
}
