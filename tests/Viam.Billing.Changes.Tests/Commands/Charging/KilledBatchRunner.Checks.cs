using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Tests.Commands.Charging;

internal sealed partial class KilledBatchRunner
{
    /// <summary>Records in which state the process was killed.</summary>
    private void InspectLedger()
    {
        if (!File.Exists(LedgerPath))
        {
            return;
        }

        using var ledger = ChargeLedger.Read(LedgerPath);
        if (ledger.WasTorn)
        {
            Statistics.TornLines++;
        }

        var applied = _server.State.Charges.Select(charge => charge.Description).ToHashSet();
        _interrupted.UnionWith(ledger.Entries.Where(entry => entry.IsOpen).Select(entry => entry.Reference));
        LedgerEntry[] cut = [.. ledger.Entries.Where(entry => entry.State == LedgerEventKind.Intent)];
        if (cut.Length > 0)
        {
            Statistics.BetweenIntentAndOutcome++;
        }

        Statistics.InterruptedBeforeServer += cut.Count(entry => !applied.Contains(entry.Reference));
        Statistics.InterruptedAfterServer += cut.Count(entry => applied.Contains(entry.Reference));
    }

    /// <summary>Compares the server's charges with the batch items and with their reported results.</summary>
    /// <returns>True if every chargeable item is charged and the rest is reported as unknown.</returns>
    private bool Check(IReadOnlyList<BatchItem> rows, BatchProcess process, IReadOnlySet<string> unresolvable)
    {
        var charges = _server.State.Charges.ToLookup(charge => charge.Description);
        var told = process.Results.ToLookup(line => line.Reference);
        var isComplete = true;
        foreach (var row in rows)
        {
            var made = charges[row.Reference].ToArray();
            Assert.True(made.Length <= 1, $"{row.Reference} was charged {made.Length} times.");
            var results = told[row.Reference].ToArray();
            Assert.True(
                results.Length == 1,
                $"{row.Reference} has {results.Length} results of {process.Results.Count}. {process.Errors}"
            );
            var (what, _, detail) = results[0];
            if (what == "charged")
            {
                var charge = Assert.Single(made);
                Assert.Equal(
                    (detail, row.Charge.OrganizationId, row.Charge.Subtotal, row.Charge.Tax),
                    (charge.InvoiceId, charge.OrganizationId, charge.Subtotal, charge.Tax)
                );
                continue;
            }
            // A charge that was made but isn't reported as charged must be reported as unknown.
            if (made.Length == 1)
            {
                Assert.Equal("ChargeOutcomeUnknown", detail);
            }

            if (unresolvable.Contains(row.Charge.OrganizationId))
            {
                continue;
            }

            if (detail != "ChargeOutcomeUnknown" || Unknown == UnknownItems.None)
            {
                isComplete = false;
            }
            // On a busy machine a response may be late, which loses it.
            else if (Unknown == UnknownItems.Interrupted && !WasLost(row.Reference))
            {
                Assert.Contains(row.Reference, _interrupted);
            }
        }
        if (!isComplete)
        {
            return false;
        }

        Statistics.Rows += rows.Count;
        Statistics.Charged += rows.Count(row => charges[row.Reference].Any());
        Statistics.Reconciled += ReconciledRows();
        Statistics.Unknown += rows.Count(row => told[row.Reference].Single().Detail == "ChargeOutcomeUnknown");
        return true;
    }

    private bool WasLost(string reference)
    {
        using var ledger = ChargeLedger.Read(LedgerPath);
        return ledger.Find(reference)?.Doubt == ChargeDoubt.Lost;
    }

    private int ReconciledRows()
    {
        using var ledger = ChargeLedger.Read(LedgerPath);
        return ledger.Entries.Count(entry => entry.Reconciled);
    }
}
