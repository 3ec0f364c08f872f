using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>
/// Makes a charge at most once. The service can't distinguish a repeated charge from a new one, so a request is sent
/// once, and again only if HTTP/2 reports that it wasn't processed. If the response is lost, the charger searches for
/// the invoice.
/// </summary>
/// <param name="reconcileTimeout">How long to search for the invoice of a charge whose response was lost.</param>
/// <param name="call">Cancels the charge before it is sent. A request that was already sent isn't canceled at once, but
/// gets a short time for its response.</param>
internal sealed class Charger(
    IBillingService service,
    ChargeRegister register,
    TimeSpan reconcileTimeout,
    CallContext call
)
{
    /// <summary>
    /// The maximum number of times that a charge is sent again if HTTP/2 reports it as not processed.
    /// </summary>
    private const int MaxResends = 2;

    /// <summary>How long to wait for the response to a request that was already sent when the user cancels.</summary>
    private static readonly TimeSpan s_cancellationGracePeriod = TimeSpan.FromSeconds(5);

    private readonly ChargeReconciler _reconciler = new(service, register, call);

    /// <exception cref="OperationCanceledException">The charge was canceled before it was sent.</exception>
    /// <exception cref="LedgerNotWrittenException">The charge couldn't be recorded in the charge ledger and wasn't
    /// sent.</exception>
    public async Task<ChargeOutcome> ChargeAsync(ChargeRecord record)
    {
        var charges = register.Of(record.Charge.OrganizationId);
        using var turn = await charges.EnterAsync(call.CancellationToken).ConfigureAwait(false);
        Exception? notProcessed = null;
        while (true)
        {
            var outcome =
                await PrepareAsync(record, charges, notProcessed).ConfigureAwait(false)
                ?? await SendAsync(record).ConfigureAwait(false);
            if (outcome is not NotProcessed { Error: var error })
            {
                return outcome with { NotWritten = record.NotWritten };
            }
            notProcessed = error;
        }
    }

    /// <summary>
    /// Lists the invoices, compares them with earlier attempts of the charge, and records a new attempt.
    /// </summary>
    /// <param name="notProcessed">How the previous attempt ended, if it was in this run.</param>
    /// <returns>Why the charge must not be sent; null if it can be sent.</returns>
    private async Task<ChargeOutcome?> PrepareAsync(
        ChargeRecord record,
        OrganizationCharges charges,
        Exception? notProcessed
    )
    {
        InvoiceListing listing;
        try
        {
            listing = await charges.ListAsync(service, call).ConfigureAwait(false);
        }
        catch (BillingException exception)
        {
            if (notProcessed is null && record.EarlierDoubt == ChargeDoubt.None)
            {
                return new ChargeOutcome.NotSent(exception);
            }
            return Block(record, notProcessed, $"The invoices couldn't be listed: {exception.Message}", seen: []);
        }
        if (record.Tracked is { } tracked)
        {
            var hasDoubt = record.EarlierDoubt != ChargeDoubt.None;
            if (hasDoubt && charges.TryClaim(tracked, listing) is { } invoiceId)
            {
                record.AddCharged(invoiceId, reconciled: true);
                return ChargeOutcome.Charged.Create(record.Charge, invoiceId, reconciled: true, record.Reference);
            }
            var comparison = charges.Examine(tracked, listing);
            if (hasDoubt ? !comparison.IsClearAndCurrent : !comparison.IsClear)
            {
                return Block(record, notProcessed, comparison.Summary, comparison.UnexplainedIds);
            }
        }
        call.CancellationToken.ThrowIfCancellationRequested();
        record.AddIntent(listing);
        return null;
    }

    private static ChargeOutcome.Unknown Block(
        ChargeRecord record,
        Exception? cause,
        string summary,
        IReadOnlyList<string> seen
    )
    {
        record.AddUnknown(summary, seen);
        return new ChargeOutcome.Unknown(cause, summary, record.Tracked?.FirstIntentAt);
    }

    private async Task<ChargeOutcome> SendAsync(ChargeRecord record)
    {
        using var answer = new CancellationTokenSource();
        using var stop = call.CancellationToken.Register(() => answer.CancelAfter(s_cancellationGracePeriod));
        Exception cause;
        try
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            var sending = call with { CancellationToken = answer.Token, BeforeSending = call.CancellationToken };
            var invoiceId = await service.ChargeAsync(record.Charge, sending).ConfigureAwait(false);
            if (invoiceId.Length > 0)
            {
                record.AddCharged(invoiceId, reconciled: false);
                return ChargeOutcome.Charged.Create(record.Charge, invoiceId, reconciled: false, record.Reference);
            }
            cause = new BillingException(
                BillingError.ServiceError,
                "The service accepted the charge and returned no invoice ID."
            );
        }
        catch (BillingException exception) when (exception.WasNotProcessed)
        {
            if (record.NotProcessedCount < MaxResends && record.AddNotProcessed(exception.Message))
            {
                return new NotProcessed(exception);
            }
            cause = exception;
        }
        catch (BillingException exception) when (!exception.IsOutcomeUnknown)
        {
            var earlier = record.EarlierDoubt;
            record.AddRefused(exception.Message);
            return earlier == ChargeDoubt.None
                ? new ChargeOutcome.Refused(exception)
                : new ChargeOutcome.Unknown(
                    exception,
                    "This was the last attempt. An earlier attempt may have been processed.",
                    record.Tracked?.FirstIntentAt
                );
        }
        catch (OperationCanceledException exception) when (exception.CancellationToken == call.CancellationToken)
        {
            record.AddNotSent();
            throw;
        }
        catch (OperationCanceledException)
        {
            cause = new TimeoutException("The cmdlet was stopped, and no response arrived in the remaining time.");
        }
        catch (Exception exception)
        {
            // The request may have been sent, regardless of the error.
            cause = exception;
        }
        record.AddLost(cause.Message);
        return await ReconcileAsync(record, cause).ConfigureAwait(false);
    }

    private async Task<ChargeOutcome> ReconcileAsync(ChargeRecord record, Exception cause)
    {
        var search = new ChargeSearch(record.Tracked!, reconcileTimeout);
        try
        {
            await _reconciler.RunAsync(record.Charge.OrganizationId, [search]).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The search was canceled. The next run continues it.
            return new ChargeOutcome.Unknown(cause, search.Summary);
        }
        if (search.InvoiceId is { } invoiceId)
        {
            record.AddCharged(invoiceId, reconciled: true);
            return ChargeOutcome.Charged.Create(record.Charge, invoiceId, reconciled: true, record.Reference);
        }
        if (search.IsConclusive)
        {
            record.AddUnknown(search.Summary, search.SeenInvoiceIds);
        }
        return new ChargeOutcome.Unknown(cause, search.Summary);
    }

    /// <summary>HTTP/2 reported that the attempt wasn't processed.</summary>
    private sealed record NotProcessed(BillingException Error) : ChargeOutcome;
}
