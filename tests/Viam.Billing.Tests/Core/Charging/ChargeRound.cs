using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Tests.Core.Charging;

/// <summary>One random history of runs of one batch, some of them killed, with single charges in between.</summary>
internal sealed class ChargeRound(int seed, string file, bool listsAtOnce, TimeSpan? resendAfter)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _story = [];
    private ChargeRegister _register = new();
    private HostileWorld _world = null!;
    private (string Reference, ChargeRequest Charge)[] _rows = [];
    private bool _isLastRun;

    public void Run() => RunAsync().GetAwaiter().GetResult();

    private async Task RunAsync()
    {
        // A charge without a ledger is known to its session only. Where sessions end, it must not look like one of the
        // ledger's.
        var keepsSession = _random.Next(2) == 0;
        _world = new HostileWorld(_random, listsAtOnce) { Kills = listsAtOnce || !keepsSession };
        _rows = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(i => Row($"r{i}", _world.RandomTotal()))];
        for (var run = _random.Next(2, 7); run > 0; run--)
        {
            if (!keepsSession && _random.Next(3) > 0)
            {
                _register = new ChargeRegister();
                _story.Add("new session");
            }
            await RunBatchAsync();
            if (!listsAtOnce && _random.Next(3) == 0)
            {
                _world.AddStranger();
            }
            if (!listsAtOnce && _random.Next(3) == 0)
            {
                await ChargeNowAsync(keepsSession ? _world.RandomTotal() : 40m + run);
            }
        }
        _world.IsHostile = false;
        _isLastRun = true;
        await RunBatchAsync();
        await RunBatchAsync();
    }

    private async Task RunBatchAsync()
    {
        using var process = new MortalFile(file);
        using var ledger = ChargeLedger.Hold(process);
        _world.Run(process);
        _register.Load(ledger, file);
        var options = new ChargeBatchOptions(
            file,
            "https://here",
            TimeSpan.Zero,
            TimeSpan.Zero,
            resendAfter,
            ThrottleLimit: 1
        );
        var call = new CallContext(CancellationToken.None);
        BatchItem[] rows =
        [
            .. _rows.OrderBy(_ => _random.Next()).Select(row => new BatchItem(row.Reference, row.Charge)),
        ];
        var batch = new ChargeBatch(_world.Service, _register, ledger, options, call);
        await batch.PrepareAsync(rows);
        await batch.SendAsync(rows);
        foreach (var row in rows)
        {
            var outcome = await row.Outcome;
            _story.Add($"{row.Reference} {outcome}; made: {string.Join(", ", _world.MadeFor(row.Reference))}");
            Check(row, outcome, process.IsDead, ledger.Find(row.Reference));
        }
        if (process.IsDead)
        {
            _story.Add("killed");
            _register = new ChargeRegister();
        }
        _world.Run(null);
    }

    private void Check(BatchItem row, ChargeOutcome outcome, bool wasKilled, LedgerEntry? entry)
    {
        var made = _world.MadeFor(row.Reference);
        Require(made.Count <= 1, row, $"was made {made.Count} times");
        if (outcome is ChargeOutcome.Charged { Charge.InvoiceId: var invoiceId })
        {
            Require(made.Contains(invoiceId), row, $"was reported as charged by {invoiceId}");
            return;
        }
        // Whoever was killed reports nothing any more.
        if (wasKilled)
        {
            return;
        }
        Require(made.Count == 0 || outcome is ChargeOutcome.Unknown, row, $"was made, and reported as {outcome}");
        var state = entry is null ? "none" : LedgerEntryConvert.ToModel(entry).State;
        Require(made.Count == 0 || state is "Unknown" or "Pending", row, $"was made, and its state is {state}");
        Require(
            outcome is not ChargeOutcome.Unknown || entry is { IsUnresolved: true },
            row,
            $"is unknown, and its state is {state}"
        );
        if (_isLastRun)
        {
            Require(outcome is ChargeOutcome.Unknown && !listsAtOnce, row, $"ended as {outcome}");
        }
    }

    private async Task ChargeNowAsync(decimal total)
    {
        var (reference, charge) = Row($"now{_story.Count}", total);
        var charger = new Charger(_world.Service, _register, TimeSpan.Zero, new CallContext(CancellationToken.None));
        var outcome = await charger.ChargeAsync(new MemoryChargeRecord(charge, _register));
        var made = _world.MadeFor(reference);
        _story.Add($"{reference} {outcome}; made: {string.Join(", ", made)}");
        var row = new BatchItem(reference, charge);
        Require(made.Count <= 1, row, $"was made {made.Count} times");
        Require(
            outcome switch
            {
                ChargeOutcome.Charged charged => made.Contains(charged.Charge.InvoiceId),
                ChargeOutcome.Unknown => true,
                _ => made.Count == 0,
            },
            row,
            $"was reported as {outcome}"
        );
    }

    private void Require(bool condition, BatchItem row, string what)
    {
        Assert.True(condition, $"{row.Reference} of {row.Charge.Total} {what}.\n{string.Join("\n", _story)}");
    }

    private static (string Reference, ChargeRequest Charge) Row(string reference, decimal total) =>
        (
            reference,
            new ChargeRequest(HostileWorld.Organization, total, 0m, reference, null, NoConfirmationEmail: false)
        );
}
