using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>
/// Charges the rows of a batch so that each is charged at most once, also if the batch is run again. Charges for the
/// same organization are sent one after another, so that a charge whose response is lost can be distinguished from the
/// others. Organizations are processed concurrently.
/// </summary>
internal sealed class ChargeBatch(
    IBillingService service,
    ChargeRegister register,
    ChargeLedger ledger,
    ChargeBatchOptions options,
    CallContext call
)
{
    private readonly Charger _charger = new(service, register, options.ReconcileTimeout, call);
    private readonly ChargeReconciler _reconciler = new(service, register, call);

    /// <summary>
    /// Determines the outcome of earlier charges to the organizations. After that, each row has an outcome or is ready
    /// to be sent. Nothing is charged.
    /// </summary>
    public Task PrepareAsync(IReadOnlyList<BatchItem> rows) => ForEachOrganizationAsync(rows, PrepareAsync);

    /// <summary>Sends the rows that are ready. The outcome of each row is available as soon as it is known.</summary>
    public Task SendAsync(IReadOnlyList<BatchItem> rows) =>
        ForEachOrganizationAsync(
            [.. rows.Where(row => row is { IsReady: true, Outcome.IsCompleted: false })],
            SendAsync
        );

    private Task ForEachOrganizationAsync(
        IReadOnlyList<BatchItem> rows,
        Func<string, IReadOnlyList<BatchItem>, Task> work
    )
    {
        var slots = new SemaphoreSlim(options.ThrottleLimit);
        return Task.WhenAll(
            rows.GroupBy(row => row.Charge.OrganizationId)
                .Select(organization =>
                    Task.Run(async () =>
                    {
                        await slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                        try
                        {
                            await work(organization.Key, [.. organization]).ConfigureAwait(false);
                        }
                        catch (Exception exception)
                        {
                            foreach (var row in organization)
                            {
                                row.Abort(exception);
                            }
                        }
                        finally
                        {
                            slots.Release();
                        }
                    })
                )
        );
    }

    private async Task PrepareAsync(string organizationId, IReadOnlyList<BatchItem> rows)
    {
        // Completed charges need no request, regardless of the outcome of the others.
        foreach (var row in rows)
        {
            if (ledger.Find(row.Reference)?.Completed is { } charge)
            {
                row.Complete(new ChargeOutcome.Charged(charge));
            }
        }
        var open = ledger.OpenEntriesOf(organizationId);
        var searches = open.ToDictionary(entry => entry.Reference, CreateSearch, StringComparer.OrdinalIgnoreCase);
        await _reconciler.RunAsync(organizationId, [.. searches.Values]).ConfigureAwait(false);
        foreach (var entry in open)
        {
            var outcome = Settle(entry, searches[entry.Reference]);
            foreach (
                var row in rows.Where(row => row.Reference.Equals(entry.Reference, StringComparison.OrdinalIgnoreCase))
            )
            {
                if (outcome is null)
                {
                    row.MakeReady(isResend: true);
                }
                else
                {
                    row.Complete(outcome);
                }
            }
        }
        BatchItem[] left = [.. rows.Where(row => row is { IsReady: false, Outcome.IsCompleted: false })];
        await PrepareDefiniteAsync(organizationId, left).ConfigureAwait(false);
    }

    /// <summary>
    /// Prepares rows that were never sent, and rows whose attempts weren't processed. They can be sent, unless an
    /// invoice exists that could belong to them.
    /// </summary>
    private async Task PrepareDefiniteAsync(string organizationId, BatchItem[] rows)
    {
        InvoiceListing? listing = null;
        var charges = register.Of(organizationId);
        foreach (var row in rows)
        {
            if (ledger.Find(row.Reference) is not { HasAttempts: true } entry)
            {
                row.MakeReady(isResend: false);
                continue;
            }
            try
            {
                listing ??= await charges.ListAsync(service, call).ConfigureAwait(false);
            }
            catch (BillingException exception)
            {
                row.Complete(new ChargeOutcome.NotSent(exception));
                continue;
            }
            var comparison = charges.Examine(ChargeRegister.Create(ledger, options.LedgerPath, entry), listing);
            if (comparison.IsClear)
            {
                row.MakeReady(isResend: false);
                continue;
            }
            var notWritten = ledger.IsRecorded(entry, comparison.UnexplainedIds)
                ? null
                : TryWrite(() => ledger.AddUnknown(row.Reference, comparison.Summary, comparison.UnexplainedIds));
            row.Complete(
                new ChargeOutcome.Unknown(null, comparison.Summary, entry.FirstIntentAt) { NotWritten = notWritten }
            );
        }
    }

    private ChargeSearch CreateSearch(LedgerEntry entry) =>
        new(
            ChargeRegister.Create(ledger, options.LedgerPath, entry),
            // If an earlier search didn't find the invoice, the invoices are listed only once.
            entry.State == LedgerEventKind.Unknown
                ? TimeSpan.Zero
                : options.RecoveryTimeout,
            entry.Doubt == ChargeDoubt.Interrupted ? options.ResendAfter : null
        );

    /// <summary>Records the result of a search.</summary>
    /// <returns>The outcome; null if the charge can be sent again.</returns>
    private ChargeOutcome? Settle(LedgerEntry entry, ChargeSearch search)
    {
        if (search.InvoiceId is { } invoiceId)
        {
            var charged = ChargeOutcome.Charged.Create(entry.Charge, invoiceId, reconciled: true, entry.Reference);
            return charged with
            {
                NotWritten = TryWrite(() => ledger.AddCharged(entry.Reference, invoiceId, reconciled: true)),
            };
        }
        LedgerNotWrittenException? notWritten = null;
        if (search.IsConclusive && !ledger.IsRecorded(entry, search.SeenInvoiceIds))
        {
            notWritten = TryWrite(() => ledger.AddUnknown(entry.Reference, search.Summary, search.SeenInvoiceIds));
        }
        return search.MayResend && notWritten is null
            ? null
            : new ChargeOutcome.Unknown(null, search.Summary, entry.FirstIntentAt) { NotWritten = notWritten };
    }

    private async Task SendAsync(string organizationId, IReadOnlyList<BatchItem> rows)
    {
        string? heldBackBy = null;
        // Interrupted charges are sent first, so that at most one charge to the organization has an unknown outcome.
        foreach (var row in rows.OrderByDescending(row => row.IsResend))
        {
            if (heldBackBy is not null)
            {
                row.Complete(new ChargeOutcome.HeldBack(heldBackBy));
                continue;
            }
            var outcome = await ChargeAsync(row).ConfigureAwait(false);
            if (outcome is ChargeOutcome.Unknown)
            {
                heldBackBy = row.Reference;
            }
            row.Complete(outcome);
        }
    }

    private async Task<ChargeOutcome> ChargeAsync(BatchItem row)
    {
        try
        {
            return await _charger
                .ChargeAsync(new LedgerChargeRecord(row.Charge, row.Reference, ledger, options, register, row.IsResend))
                .ConfigureAwait(false);
        }
        catch (LedgerNotWrittenException exception)
        {
            return new ChargeOutcome.LedgerFailed { NotWritten = exception };
        }
    }

    private static LedgerNotWrittenException? TryWrite(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (LedgerNotWrittenException exception)
        {
            return exception;
        }
    }
}
