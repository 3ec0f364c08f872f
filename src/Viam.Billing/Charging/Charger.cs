using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>
/// Charges once. The service cannot tell a repeated charge from a second one, so a charge is sent a single time, and where its answer is lost, its invoice is
/// looked for.
/// </summary>
/// <param name="reconcileFor">How long to look for the invoice of a charge whose answer was lost.</param>
/// <param name="call">How the person stops it. A charge that has left is not stopped, but waited for a little longer.</param>
internal sealed class Charger(IBillingService service, TimeSpan reconcileFor, CallContext call)
{
    /// <summary>How long a charge that has left may still be answered after the person has stopped it.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    /// <summary>The ids of the organization's invoices, to tell later what is new. What fails here has charged nothing.</summary>
    public async Task<IReadOnlySet<string>> ReadKnownAsync(string organizationId)
    {
        var summary = await service.GetInvoicesSummaryAsync(organizationId, call).ConfigureAwait(false);
        return summary.Invoices.Select(invoice => invoice.InvoiceId).ToHashSet();
    }

    /// <param name="lost">Told that the answer was lost, before anything is done about it.</param>
    /// <exception cref="OperationCanceledException">It was stopped before it left: nothing was sent.</exception>
    public async Task<ChargeOutcome> ChargeAsync(ChargeRequest charge, InvoiceSearch search, Action<Exception>? lost = null)
    {
        using var answer = new CancellationTokenSource();
        using var stop = call.CancellationToken.Register(() => answer.CancelAfter(s_grace));
        Exception cause;
        try
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            var sending = call with { CancellationToken = answer.Token, BeforeSending = call.CancellationToken };
            var invoiceId = await service.ChargeAsync(charge, sending).ConfigureAwait(false);
            if (invoiceId.Length > 0) return new ChargeOutcome.Charged(invoiceId, Reconciled: false);
            cause = new BillingException(BillingError.ServiceError, "The service took the charge and named no invoice.");
        }
        catch (BillingException error) when (!error.MayHaveHappened)
        {
            return new ChargeOutcome.Refused(error);
        }
        catch (OperationCanceledException stopped) when (stopped.CancellationToken == call.CancellationToken)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            cause = new TimeoutException("It was stopped, and no answer came in the time that was left.");
        }
        catch (Exception error)
        {
            // Whatever went wrong here, the request may have left.
            cause = error;
        }
        lost?.Invoke(cause);
        return await ReconcileAsync(search, cause).ConfigureAwait(false);
    }

    private async Task<ChargeOutcome> ReconcileAsync(InvoiceSearch search, Exception cause)
    {
        try
        {
            var found = await search.FindAsync(reconcileFor, call).ConfigureAwait(false);
            return found is not null ? new ChargeOutcome.Charged(found, Reconciled: true) : new ChargeOutcome.Unknown(cause, search.Finding);
        }
        catch (OperationCanceledException)
        {
            return new ChargeOutcome.Unknown(cause, search.Finding);
        }
    }
}
