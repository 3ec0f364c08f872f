using System.Globalization;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// Runs batches in processes that are killed at random times, with one server, and checks the server's charges.
/// </summary>
internal sealed partial class KilledBatchRunner
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
}
