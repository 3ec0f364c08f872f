using System.Globalization;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Commands.Base;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// Batches that are charged by processes which are killed at random moments, one batch after the other against one server. What the server has then is counted.
/// </summary>
internal sealed class KilledBatches
{
    private const int RowsOfAnOrganization = 12;

    /// <summary>More than what is left open takes, wherever the last kill struck.</summary>
    private const int MostRunsToTheEnd = 12;

    /// <summary>So that processes do not starve one another, and their calls stay within their time limits.</summary>
    private static readonly SemaphoreSlim s_slots = new(Environment.ProcessorCount + 2);

    private readonly TestServer _server;
    private readonly Random _random;
    private readonly string _folder;
    private readonly Func<string, string, BatchProcess> _start;

    /// <summary>References that a kill interrupted.</summary>
    private readonly HashSet<string> _interrupted = [];
    private BatchItem[] _rows = [];
    private int _batches;
    private int _arrivedCharges;

    /// <param name="start">Starts a process for the rows of one file and a ledger.</param>
    public KilledBatches(TestServer server, int seed, string folder, Func<string, string, BatchProcess> start)
    {
        (_server, _random, _folder, _start) = (server, new Random(seed), folder, start);
        var before = server.Faults.Before;
        server.Faults.Before = context =>
        {
            if (context.IsOf("ChargeOrganization")) Interlocked.Increment(ref _arrivedCharges);
            return before?.Invoke(context) ?? Task.CompletedTask;
        };
    }

    public KillTally Tally { get; } = new();

    /// <summary>Organizations whose rows cannot all be charged, since the server is made to fail at them for good.</summary>
    public IReadOnlySet<string> Hopeless { get; init; } = new HashSet<string>();

    /// <summary>What may be unknown in the end: by default only what a kill interrupted.</summary>
    public UnknownRows Unknown { get; init; } = UnknownRows.Interrupted;

    /// <summary>How long the server takes to list an invoice. A batch begins once those of the batch before are listed: what another ledger has charged could be taken for its own.</summary>
    public TimeSpan ListsAfter { get; init; }

    /// <summary>Charges batches until so many processes have been killed, and the last batch is through.</summary>
    public async Task RunAsync(int kills)
    {
        while (Tally.Kills < kills) await RunBatchAsync(kills);
    }

    /// <summary>Runs the present batch again, unharmed. No organization is hopeless any more.</summary>
    public async Task RunAgainAsync()
    {
        await using var process = _start(RowsFile, LedgerAccess);
        await process.WaitAsync();
        Tally.Runs++;
        Assert.True(Check(_rows, process, hopeless: new HashSet<string>()));
    }

    public string RowsFile => Path.Combine(_folder, $"{_batches}.csv");

    public string LedgerAccess => Path.Combine(_folder, $"{_batches}.ledger");

    private async Task RunBatchAsync(int kills)
    {
        await Task.Delay(ListsAfter);
        _batches++;
        BatchItem[] rows = [.. SandboxOrganizations.OfOwner.SelectMany(organization => Enumerable.Range(1, RowsOfAnOrganization).Select(i => NextRow(organization, i)))];
        _rows = rows = [.. rows.OrderBy(_ => _random.Next())];
        await File.WriteAllLinesAsync(RowsFile, rows.Select(row => FormattableString.Invariant(
            $"{row.Charge.OrganizationId},{row.Charge.Subtotal},{row.Charge.Tax},{row.Reference},{row.Reference}")));
        for (var unharmed = 0; unharmed < MostRunsToTheEnd;)
        {
            await s_slots.WaitAsync();
            await using var process = _start(RowsFile, LedgerAccess);
            try
            {
                await process.WaitUntilBegunAsync();
                Tally.Runs++;
                if (Tally.Kills < kills && await KillAsync(process))
                {
                    Tally.Kills++;
                    LookIntoLedger();
                    continue;
                }
                var exitCode = await process.WaitAsync();
                Assert.True(exitCode is 0 or 1, $"{exitCode}: {process.Errors}");
            }
            finally
            {
                s_slots.Release();
            }
            if (Check(rows, process, Hopeless)) return;
            unharmed++;
        }
        using var ledger = ChargeLedger.Read(LedgerAccess);
        LedgerEntry[] left = [.. ledger.Entries.Where(entry => entry.InvoiceId is null)];
        var made = _server.World.Charges.Where(charge => left.Any(entry => (entry.Charge.OrganizationId, entry.Charge.Total) == (charge.OrganizationId, charge.Subtotal + charge.Tax)));
        Assert.Fail($"The batch does not come to its end: {string.Join("; ", left.AsEnumerable())}. The server has made: {string.Join("; ", made)}");
    }

    /// <summary>
    /// In most cases strikes some time after a charge has come to the server, so that it hits the middle of one, however slow the machine is; else at any time, and
    /// late enough now and then for a process that waits for an invoice to come to the end of that.
    /// </summary>
    private Task<bool> KillAsync(BatchProcess process)
    {
        if (_random.Next(3) == 0) return process.KillAfterAsync(Task.Delay(_random.Next(4) == 0 ? _random.Next(6000) : _random.Next(1000)));
        var arrived = Volatile.Read(ref _arrivedCharges) + _random.Next(1, 10);
        return process.KillAfterAsync(AfterArrivalAsync(arrived, _random.Next(60)));
    }

    private async Task AfterArrivalAsync(int charges, int milliseconds)
    {
        for (var waited = 0; waited < 3000 && Volatile.Read(ref _arrivedCharges) < charges; waited += 5) await Task.Delay(5);
        await Task.Delay(milliseconds);
    }

    /// <summary>Many rows of the same amount, so that their invoices could be taken for one another.</summary>
    private BatchItem NextRow(string organization, int number) => new(
        FormattableString.Invariant($"{_batches}-{organization[..4]}-{number}"),
        new(organization, _random.Next(3) == 0 ? 20.00m : 10.00m, _random.Next(3) == 0 ? 0.50m : 0m, null, null, NoConfirmationEmail: false));

    /// <summary>Where the kill struck.</summary>
    private void LookIntoLedger()
    {
        if (!File.Exists(LedgerAccess)) return;
        using var ledger = ChargeLedger.Read(LedgerAccess);
        if (ledger.WasTorn) Tally.Torn++;
        var applied = _server.World.Charges.Select(charge => charge.Description).ToHashSet();
        _interrupted.UnionWith(ledger.Entries.Where(entry => entry.IsOpen).Select(entry => entry.Reference));
        LedgerEntry[] cut = [.. ledger.Entries.Where(entry => entry.State == LedgerEventKind.Intent)];
        if (cut.Length > 0) Tally.BetweenIntentAndOutcome++;
        Tally.CutBeforeTheServer += cut.Count(entry => !applied.Contains(entry.Reference));
        Tally.CutAfterTheServer += cut.Count(entry => applied.Contains(entry.Reference));
    }

    /// <summary>Holds what the server has against what the rows want and what was told of them.</summary>
    /// <returns>True if every row that can be charged is, and the rest is reported as unknown.</returns>
    private bool Check(IReadOnlyList<BatchItem> rows, BatchProcess process, IReadOnlySet<string> hopeless)
    {
        var charges = _server.World.Charges.ToLookup(charge => charge.Description);
        var told = process.Told.ToLookup(line => line.Reference);
        var isThrough = true;
        foreach (var row in rows)
        {
            var made = charges[row.Reference].ToArray();
            Assert.True(made.Length <= 1, $"{row.Reference} was charged {made.Length} times.");
            var (what, _, detail) = Assert.Single(told[row.Reference]);
            if (what == "charged")
            {
                var charge = Assert.Single(made);
                Assert.Equal(
                    (detail, row.Charge.OrganizationId, row.Charge.Subtotal, row.Charge.Tax), (charge.InvoiceId, charge.OrganizationId, charge.Subtotal, charge.Tax));
                continue;
            }
            // What has happened and is not told as charged is told as unknown.
            if (made.Length == 1) Assert.Equal("ChargeOutcomeUnknown", detail);
            if (hopeless.Contains(row.Charge.OrganizationId)) continue;
            if (detail != "ChargeOutcomeUnknown" || Unknown == UnknownRows.None) isThrough = false;
            // On a busy machine a response may be late, which loses it.
            else if (Unknown == UnknownRows.Interrupted && !WasLost(row.Reference)) Assert.Contains(row.Reference, _interrupted);
        }
        if (!isThrough) return false;
        Tally.Rows += rows.Count;
        Tally.Charged += rows.Count(row => charges[row.Reference].Any());
        Tally.Reconciled += ReconciledRows();
        Tally.Unknown += rows.Count(row => told[row.Reference].Single().Detail == "ChargeOutcomeUnknown");
        return true;
    }

    private bool WasLost(string reference)
    {
        using var ledger = ChargeLedger.Read(LedgerAccess);
        return ledger.Find(reference)?.Doubt == ChargeDoubt.Lost;
    }

    private int ReconciledRows()
    {
        using var ledger = ChargeLedger.Read(LedgerAccess);
        return ledger.Entries.Count(entry => entry.Reconciled);
    }
}

/// <summary>Which rows may be unknown in the end.</summary>
internal enum UnknownRows
{
    None,

    /// <summary>Those that a kill interrupted.</summary>
    Interrupted,

    /// <summary>Also those whose response was lost, or whose invoice can't be told from another.</summary>
    Any,
}

/// <summary>What was counted.</summary>
internal sealed class KillTally
{
    public int Kills { get; set; }

    public int Runs { get; set; }

    /// <summary>Kills that left at least one intent without its outcome.</summary>
    public int BetweenIntentAndOutcome { get; set; }

    /// <summary>Charges that a kill cut off after the intent, and the server had not carried out yet.</summary>
    public int CutBeforeTheServer { get; set; }

    /// <summary>Charges that a kill cut off after the server had carried them out.</summary>
    public int CutAfterTheServer { get; set; }

    public int Torn { get; set; }

    public int Rows { get; set; }

    public int Charged { get; set; }

    public int Reconciled { get; set; }

    public int Unknown { get; set; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kills} kills in {Runs} runs, {BetweenIntentAndOutcome} between intent and outcome ({CutBeforeTheServer} charges cut before the server had them, {CutAfterTheServer} after), {Torn} torn; {Rows} rows: {Charged} charged, {Reconciled} of them reconciled, {Unknown} unknown");
}
