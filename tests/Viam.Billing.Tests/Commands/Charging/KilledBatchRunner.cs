using System.Globalization;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Commands.Base;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// Runs batches in processes that are killed at random times, with one server, and checks the server's charges.
/// </summary>
internal sealed class KilledBatchRunner
{
    private const int ItemsPerOrganization = 12;

    /// <summary>More runs than any interrupted batch needs to complete.</summary>
    private const int MaxRunsToCompletion = 12;

    /// <summary>Limits parallel processes, so that requests don't exceed their timeouts.</summary>
    private static readonly SemaphoreSlim s_slots = new(Environment.ProcessorCount + 2);

    private readonly TestServer _server;
    private readonly Random _random;
    private readonly string _folder;
    private readonly Func<string, string, BatchProcess> _start;

    /// <summary>The references of interrupted items.</summary>
    private readonly HashSet<string> _interrupted = [];
    private BatchItem[] _rows = [];
    private int _batches;
    private int _arrivedCharges;

    /// <param name="start">Starts a process with a file of batch items and a charge ledger.</param>
    public KilledBatchRunner(TestServer server, int seed, string folder, Func<string, string, BatchProcess> start)
    {
        (_server, _random, _folder, _start) = (server, new Random(seed), folder, start);
        var before = server.Faults.Before;
        server.Faults.Before = context =>
        {
            if (context.IsOf("ChargeOrganization"))
            {
                Interlocked.Increment(ref _arrivedCharges);
            }

            return before?.Invoke(context) ?? Task.CompletedTask;
        };
    }

    public KillStatistics Statistics { get; } = new();

    /// <summary>Organizations whose items can't all be charged because the server fails permanently for them.</summary>
    public IReadOnlySet<string> UnresolvableOrganizations { get; init; } = new HashSet<string>();

    /// <summary>Which items can remain unknown; by default, only interrupted ones.</summary>
    public UnknownItems Unknown { get; init; } = UnknownItems.Interrupted;

    /// <summary>The delay before an invoice is listed. A batch starts after the previous invoices are listed.</summary>
    public TimeSpan ListingDelay { get; init; }

    /// <summary>Runs batches until enough processes have been killed and the last batch is complete.</summary>
    public async Task RunAsync(int kills)
    {
        while (Statistics.Kills < kills)
        {
            await RunBatchAsync(kills);
        }
    }

    /// <summary>Runs the current batch again without a kill, when all items can be resolved.</summary>
    public async Task RunAgainAsync()
    {
        await using var process = _start(RowsFile, LedgerPath);
        await process.WaitAsync();
        Statistics.Runs++;
        Assert.True(Check(_rows, process, unresolvable: new HashSet<string>()));
    }

    public string RowsFile => Path.Combine(_folder, $"{_batches}.csv");

    public string LedgerPath => Path.Combine(_folder, $"{_batches}.ledger");

    private async Task RunBatchAsync(int kills)
    {
        await Task.Delay(ListingDelay);
        _batches++;
        BatchItem[] rows =
        [
            .. SandboxOrganizations.OfOwner.SelectMany(organization =>
                Enumerable.Range(1, ItemsPerOrganization).Select(i => NextRow(organization, i))
            ),
        ];
        _rows = rows = [.. rows.OrderBy(_ => _random.Next())];
        await File.WriteAllLinesAsync(
            RowsFile,
            rows.Select(row =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Charge.OrganizationId},{row.Charge.Subtotal},{row.Charge.Tax},"
                        + $"{row.Reference},{row.Reference}"
                )
            )
        );
        for (var completedRuns = 0; completedRuns < MaxRunsToCompletion; )
        {
            await s_slots.WaitAsync();
            await using var process = _start(RowsFile, LedgerPath);
            try
            {
                await process.WaitUntilBegunAsync();
                Statistics.Runs++;
                if (Statistics.Kills < kills && await KillAsync(process))
                {
                    Statistics.Kills++;
                    InspectLedger();
                    continue;
                }
                var exitCode = await process.WaitAsync();
                Assert.True(exitCode is 0 or 1, $"{exitCode}: {process.Errors}");
            }
            finally
            {
                s_slots.Release();
            }
            if (Check(rows, process, UnresolvableOrganizations))
            {
                return;
            }

            completedRuns++;
        }
        using var ledger = ChargeLedger.Read(LedgerPath);
        LedgerEntry[] left = [.. ledger.Entries.Where(entry => entry.InvoiceId is null)];
        var made = _server.State.Charges.Where(charge =>
            left.Any(entry =>
                (entry.Charge.OrganizationId, entry.Charge.Total)
                == (charge.OrganizationId, charge.Subtotal + charge.Tax)
            )
        );
        Assert.Fail(
            $"The batch does not come to its end: {string.Join("; ", left.AsEnumerable())}. The server has "
                + $"made: {string.Join("; ", made)}"
        );
    }

    /// <summary>
    /// In most cases, kills the process shortly after a charge has arrived at the server, so that a charge is
    /// interrupted. Otherwise at a random time, occasionally late enough for a pending reconciliation to complete.
    /// </summary>
    private Task<bool> KillAsync(BatchProcess process)
    {
        if (_random.Next(3) == 0)
        {
            return process.KillAfterAsync(Task.Delay(_random.Next(4) == 0 ? _random.Next(6000) : _random.Next(1000)));
        }

        var arrived = Volatile.Read(ref _arrivedCharges) + _random.Next(1, 10);
        return process.KillAfterAsync(WaitForArrivalAsync(arrived, _random.Next(60)));
    }

    private async Task WaitForArrivalAsync(int charges, int milliseconds)
    {
        for (var waited = 0; waited < 3000 && Volatile.Read(ref _arrivedCharges) < charges; waited += 5)
        {
            await Task.Delay(5);
        }

        await Task.Delay(milliseconds);
    }

    /// <summary>Creates many items with equal amounts, so that their invoices are easily confused.</summary>
    private BatchItem NextRow(string organization, int number) =>
        new(
            FormattableString.Invariant($"{_batches}-{organization[..4]}-{number}"),
            new(
                organization,
                _random.Next(3) == 0 ? 20.00m : 10.00m,
                _random.Next(3) == 0 ? 0.50m : 0m,
                null,
                null,
                NoConfirmationEmail: false
            )
        );

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
            var (what, _, detail) = Assert.Single(told[row.Reference]);
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
