using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>
/// Charges the rows of a batch so that each happens once, however often the batch is begun again. Charges of one organization go one after the other, so that a
/// lost one can be told from the rest; organizations go side by side.
/// </summary>
/// <param name="reconcileFor">How long to look for the invoice of a charge whose answer was lost.</param>
/// <param name="settleAfter">How long after its intent a charge that a crash cut off can still turn up.</param>
internal sealed class ChargeBatch(IBillingService service, ChargeLedger ledger, TimeSpan reconcileFor, TimeSpan settleAfter, CallContext call)
{
    private readonly Charger _charger = new(service, reconcileFor, call);

    /// <summary>Begins to charge. Each row's result comes as it is there.</summary>
    public Task RunAsync(IReadOnlyList<ChargeRow> rows, int throttleLimit)
    {
        var slots = new SemaphoreSlim(throttleLimit);
        return Task.WhenAll(rows.GroupBy(row => row.Charge.OrganizationId).Select(organization => Task.Run(async () =>
        {
            await slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                await RunOrganizationAsync(organization.Key, [.. organization]).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }
        })));
    }

    private async Task RunOrganizationAsync(string organizationId, IReadOnlyList<ChargeRow> rows)
    {
        try
        {
            await SettleAsync(organizationId).ConfigureAwait(false);
            string? heldBackBy = null;
            foreach (var row in rows)
            {
                if (ledger.Find(row.Reference) is { State: LedgerEventKind.Charged } done) row.Done(ToCharge(done));
                else if (ledger.Find(row.Reference) is { IsOpen: true } open) row.Done(Errors.ChargeUnsettled(open));
                else if (heldBackBy is not null) row.Done(Errors.ChargeHeldBack(row.Reference, heldBackBy));
                else if (!await ChargeAsync(row).ConfigureAwait(false)) heldBackBy = row.Reference;
            }
        }
        catch (Exception error)
        {
            // Stopped, or the ledger could not be written: then nothing more may be sent.
            foreach (var row in rows) row.Stop(error);
        }
    }

    /// <summary>Finds out about the charges of an organization whose outcome an earlier run did not get to write down.</summary>
    private async Task SettleAsync(string organizationId)
    {
        foreach (var entry in ledger.Entries.Where(entry => entry.IsOpen && entry.Charge.OrganizationId == organizationId))
        {
            var latest = DateTime.UtcNow + settleAfter;
            var until = entry.IntentAt + settleAfter;
            var search = new InvoiceSearch(service, entry.Charge, entry.Known, ledger.ClaimedInvoices());
            var found = await search.FindAsync(until < latest ? until : latest, call).ConfigureAwait(false);
            if (found is not null) ledger.AddCharged(entry.Reference, found, reconciled: true);
            // A charge that is known to have been sent stays open: that its invoice is not listed proves nothing.
            else if (search.IsAbsent && entry.State == LedgerEventKind.Intent) ledger.AddAbsent(entry.Reference, search.Finding);
        }
    }

    /// <returns>False if the charge may have happened, and nothing more should be sent to the organization for now.</returns>
    private async Task<bool> ChargeAsync(ChargeRow row)
    {
        try
        {
            var known = await _charger.ReadKnownAsync(row.Charge.OrganizationId).ConfigureAwait(false);
            call.CancellationToken.ThrowIfCancellationRequested();
            ledger.AddIntent(row.Reference, row.Charge, known);
            var search = new InvoiceSearch(service, row.Charge, known, ledger.ClaimedInvoices());
            var outcome = await SendAsync(row, search).ConfigureAwait(false);
            switch (outcome)
            {
                case ChargeOutcome.Charged charged:
                    ledger.AddCharged(row.Reference, charged.InvoiceId, charged.Reconciled);
                    row.Done(ToCharge(ledger.Find(row.Reference)!));
                    return true;
                case ChargeOutcome.Refused refused:
                    ledger.AddRefused(row.Reference, refused.Error.Message);
                    row.Done(Errors.ChargeRefused(refused.Error, row.Reference));
                    return true;
                default:
                    row.Done(Errors.ChargeOutcomeUnknown(row.Charge, (ChargeOutcome.Unknown)outcome, row.Reference));
                    return false;
            }
        }
        catch (BillingException error)
        {
            // Only the reading before the charge ends so.
            row.Done(Errors.From(error, row.Reference));
            return true;
        }
    }

    private async Task<ChargeOutcome> SendAsync(ChargeRow row, InvoiceSearch search)
    {
        try
        {
            return await _charger.ChargeAsync(row.Charge, search, lost: error => ledger.AddLost(row.Reference, error?.Message ?? "Nobody waited for the answer."))
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ledger.AddAbsent(row.Reference, "It was stopped before it was sent.");
            throw;
        }
    }

    private static Charge ToCharge(LedgerEntry entry) => new()
    {
        OrganizationId = entry.Charge.OrganizationId,
        InvoiceId = entry.InvoiceId!,
        Subtotal = entry.Charge.Subtotal,
        Tax = entry.Charge.Tax,
        Description = entry.Charge.Description,
        Reconciled = entry.Reconciled,
        Reference = entry.Reference,
    };
}
