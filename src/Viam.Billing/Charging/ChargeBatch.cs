using System.Management.Automation;
using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>
/// Charges the rows of a batch so that each happens once, however often the batch is begun again. Charges of one organization go one after the other, so that a
/// lost one can be told from the rest; organizations go side by side.
/// </summary>
internal sealed class ChargeBatch(IBillingService service, ChargeLedger ledger, ChargeBatchOptions options, CallContext call)
{
    private readonly Charger _charger = new(service, options.ReconcileFor, call);

    /// <summary>Begins to charge. Each row's results come as they are there.</summary>
    public Task RunAsync(IReadOnlyList<ChargeRow> rows)
    {
        var slots = new SemaphoreSlim(options.ThrottleLimit);
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
            var findings = await SettleAsync(organizationId).ConfigureAwait(false);
            string? heldBackBy = null;
            foreach (var row in rows)
            {
                var entry = ledger.Find(row.Reference);
                if (entry?.Done is { } charge) row.Done(charge);
                else if (entry is { IsOpen: true }) row.Done(Errors.ChargeUnsettled(entry, findings[entry.Reference]));
                else if (heldBackBy is not null) row.Done(Errors.ChargeHeldBack(row.Reference, heldBackBy));
                else if (!await ChargeAsync(row).ConfigureAwait(false)) heldBackBy = row.Reference;
            }
        }
        catch (LedgerNotWrittenException error)
        {
            foreach (var row in rows) row.Done(Errors.LedgerNotWritten(error, row.Reference, "It was not charged now."));
        }
        catch (Exception error)
        {
            foreach (var row in rows) row.Stop(error);
        }
    }

    /// <summary>Finds out about the charges of an organization whose outcome an earlier run did not get to write down.</summary>
    /// <returns>By reference: what the search for it came to.</returns>
    private async Task<IReadOnlyDictionary<string, string>> SettleAsync(string organizationId)
    {
        var findings = new Dictionary<string, string>();
        foreach (var entry in ledger.OpenEntriesOf(organizationId))
        {
            var search = SearchFor(entry);
            var found = await search.FindAsync(entry.State == LedgerEventKind.Unknown ? TimeSpan.Zero : options.SettleFor, call).ConfigureAwait(false);
            if (found is not null) ledger.AddCharged(entry.Reference, found, reconciled: true);
            else if (entry.State == LedgerEventKind.Intent && search.IsAbsent) ledger.AddAbsent(entry.Reference, search.Finding);
            // A charge that is known to have been sent stays open: that its invoice is not listed proves nothing.
            else if (entry.State == LedgerEventKind.Lost && search.HasListed) ledger.AddUnknown(entry.Reference, search.Finding);
            findings[entry.Reference] = search.Finding;
        }
        return findings;
    }

    /// <returns>False if the charge may have happened, and nothing more should be sent to the organization for now.</returns>
    private async Task<bool> ChargeAsync(ChargeRow row)
    {
        IReadOnlySet<string> listed;
        try
        {
            listed = await _charger.ReadKnownAsync(row.Charge.OrganizationId).ConfigureAwait(false);
        }
        catch (BillingException error)
        {
            row.Done(Errors.NotCharged(error, row.Reference));
            return true;
        }
        var entry = ledger.AddIntent(row.Reference, row.Charge, options.Service, listed);
        var search = SearchFor(entry);
        // Where the ledger cannot say that the answer was lost, it says that the charge was begun, and the person is told of both.
        ErrorRecord? lostNotWritten = null;
        switch (await SendAsync(row, search, lost: cause => lostNotWritten = Write(row, cause.Message, () => ledger.AddLost(row.Reference, cause.Message))).ConfigureAwait(false))
        {
            case ChargeOutcome.Charged charged:
                row.Done(
                    charged.ToCharge(row.Charge, entry.Reference),
                    Write(row, $"It was charged, by the invoice {charged.InvoiceId}.", () => ledger.AddCharged(row.Reference, charged.InvoiceId, charged.Reconciled)));
                return true;
            case ChargeOutcome.Refused refused:
                row.Done(
                    Errors.ChargeRefused(refused.Error, row.Reference),
                    Write(row, "It was refused.", () => ledger.AddRefused(row.Reference, refused.Error.Message)));
                return true;
            case ChargeOutcome.Unknown unknown:
                // Where the search was cut short, the next run takes it up again.
                var hasSearched = search.HasListed && !call.CancellationToken.IsCancellationRequested;
                row.Done(
                    Errors.ChargeOutcomeUnknown(row.Charge, unknown, row.Reference),
                    lostNotWritten is null && hasSearched ? Write(row, unknown.Finding, () => ledger.AddUnknown(row.Reference, unknown.Finding)) : lostNotWritten);
                return false;
            default:
                throw new InvalidOperationException("A charge has another outcome than it can have.");
        }
    }

    private async Task<ChargeOutcome> SendAsync(ChargeRow row, InvoiceSearch search, Action<Exception> lost)
    {
        try
        {
            return await _charger.ChargeAsync(row.Charge, search, lost).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ledger.AddAbsent(row.Reference, "It was stopped before it was sent.");
            throw;
        }
    }

    private InvoiceSearch SearchFor(LedgerEntry entry) =>
        new(service, entry.Charge, id => ledger.IsAccountedFor(entry, id), id => ledger.IsContested(entry, id));

    /// <summary>Writes an outcome down. If that fails, the outcome is still one, and has to reach the person.</summary>
    private static ErrorRecord? Write(ChargeRow row, string outcome, Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (LedgerNotWrittenException error)
        {
            return Errors.LedgerNotWritten(error, row.Reference, outcome);
        }
    }
}

/// <param name="Service">The address of the billing service, which the ledger notes.</param>
/// <param name="ReconcileFor">How long to look for the invoice of a charge whose answer was lost.</param>
/// <param name="SettleFor">How long the invoice of a charge that a crash cut off has to be missing before the charge counts as not made.</param>
/// <param name="ThrottleLimit">How many organizations are charged at the same time.</param>
internal sealed record ChargeBatchOptions(string Service, TimeSpan ReconcileFor, TimeSpan SettleFor, int ThrottleLimit);
