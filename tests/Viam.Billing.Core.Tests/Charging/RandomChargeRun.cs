using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>A random sequence of single charges and of runs of one batch, some of which are killed.</summary>
internal sealed class RandomChargeRun(int seed, string file, bool listsImmediately, TimeSpan? resendAfter)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _history = [];
    private ChargeRegister _register = new();
    private UnreliableService _service = null!;
    private (string Reference, ChargeRequest Charge)[] _rows = [];
    private bool _isLastRun;

    public void Run() => RunAsync().GetAwaiter().GetResult();

    private async Task RunAsync()
    {
        // A charge without a charge ledger is known only to its session. If sessions are closed, its amount must differ
        // from the charges in the charge ledger.
        var keepsSession = _random.Next(2) == 0;
        _service = new UnreliableService(_random, listsImmediately) { Kills = listsImmediately || !keepsSession };
        _rows = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(i => Row($"r{i}", _service.RandomTotal()))];
        for (var run = _random.Next(2, 7); run > 0; run--)
        {
            if (!keepsSession && _random.Next(3) > 0)
            {
                _register = new ChargeRegister();
                _history.Add("new session");
            }
            await RunBatchAsync();
            if (!listsImmediately && _random.Next(3) == 0)
            {
                _service.AddUnrelatedInvoice();
            }
            if (!listsImmediately && _random.Next(3) == 0)
            {
                await ChargeWithoutLedgerAsync(keepsSession ? _service.RandomTotal() : 40m + run);
            }
        }
        _service.IsUnreliable = false;
        _isLastRun = true;
        await RunBatchAsync();
        await RunBatchAsync();
    }

    private async Task RunBatchAsync()
    {
        using var process = new KillableFileStream(file);
        using var ledger = ChargeLedger.Hold(process);
        _service.Run(process);
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
        var batch = new ChargeBatch(_service.Service, _register, ledger, options, call);
        await batch.PrepareAsync(rows);
        await batch.SendAsync(rows);
        foreach (var row in rows)
        {
            var outcome = await row.Outcome;
            _history.Add(
                $"{row.Reference} {outcome}; made: {string.Join(", ", _service.GetInvoiceIds(row.Reference))}"
            );
            Check(row, outcome, process.IsKilled, ledger.Find(row.Reference));
        }
        if (process.IsKilled)
        {
            _history.Add("killed");
            _register = new ChargeRegister();
        }
        _service.Run(null);
    }

    private void Check(BatchItem row, ChargeOutcome outcome, bool wasKilled, LedgerEntry? entry)
    {
        var made = _service.GetInvoiceIds(row.Reference);
        AssertItem(made.Count <= 1, row, $"was made {made.Count} times");
        if (outcome is ChargeOutcome.Charged { Charge.InvoiceId: var invoiceId })
        {
            AssertItem(made.Contains(invoiceId), row, $"was reported as charged by {invoiceId}");
            return;
        }
        // A killed process reports nothing.
        if (wasKilled)
        {
            return;
        }
        AssertItem(made.Count == 0 || outcome is ChargeOutcome.Unknown, row, $"was made, and reported as {outcome}");
        var state = entry is null ? "none" : LedgerEntryConvert.ToModel(entry).State;
        AssertItem(made.Count == 0 || state is "Unknown" or "Pending", row, $"was made, and its state is {state}");
        AssertItem(
            outcome is not ChargeOutcome.Unknown || entry is { IsUnresolved: true },
            row,
            $"is unknown, and its state is {state}"
        );
        if (_isLastRun)
        {
            AssertItem(outcome is ChargeOutcome.Unknown && !listsImmediately, row, $"ended as {outcome}");
        }
    }

    private async Task ChargeWithoutLedgerAsync(decimal total)
    {
        var (reference, charge) = Row($"now{_history.Count}", total);
        var charger = new Charger(_service.Service, _register, TimeSpan.Zero, new CallContext(CancellationToken.None));
        var outcome = await charger.ChargeAsync(new MemoryChargeRecord(charge, _register));
        var made = _service.GetInvoiceIds(reference);
        _history.Add($"{reference} {outcome}; made: {string.Join(", ", made)}");
        var row = new BatchItem(reference, charge);
        AssertItem(made.Count <= 1, row, $"was made {made.Count} times");
        AssertItem(
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

    private void AssertItem(bool condition, BatchItem row, string what)
    {
        Assert.True(condition, $"{row.Reference} of {row.Charge.Total} {what}.\n{string.Join("\n", _history)}");
    }

    private static (string Reference, ChargeRequest Charge) Row(string reference, decimal total) =>
        (
            reference,
            new ChargeRequest(UnreliableService.Organization, total, 0m, reference, null, NoConfirmationEmail: false)
        );
}
