using System.Management.Automation;
using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>The rows of a batch as they come, held against its ledger.</summary>
internal sealed class LedgeredCharges : IDisposable
{
    private readonly List<ChargeRow> _rows = [];
    private readonly Dictionary<string, ChargeRequest> _given = new(StringComparer.Ordinal);
    private readonly ChargeLedger? _ledger;

    private LedgeredCharges(ChargeLedger? ledger) => _ledger = ledger;

    public IReadOnlyList<ChargeRow> Rows => _rows;

    /// <summary>True if the ledger's last line was torn, and was taken off.</summary>
    public bool WasRepaired => _ledger?.WasRepaired ?? false;

    /// <param name="changesNothing">True to look at the ledger alone, where it is there.</param>
    public static LedgeredCharges Open(string path, bool changesNothing) => new(
        !changesNothing ? ChargeLedger.Open(path) : File.Exists(path) ? ChargeLedger.Read(path) : null);

    /// <summary>What speaks against a charge of this reference; null if nothing does.</summary>
    public ErrorRecord? Check(string? reference, ChargeRequest charge)
    {
        if (string.IsNullOrWhiteSpace(reference)) return Errors.ReferenceRequired();
        var earlier = _ledger?.Find(reference)?.Charge ?? _given.GetValueOrDefault(reference);
        _given.TryAdd(reference, charge);
        return earlier is null || earlier.IsSameAs(charge) ? null : Errors.ReferenceReused(reference);
    }

    /// <summary>True if the charge of this reference has happened.</summary>
    public bool IsDone(string reference) => _ledger?.Find(reference) is { State: LedgerEventKind.Charged };

    public void Add(string reference, ChargeRequest charge) => _rows.Add(new ChargeRow(reference, charge));

    /// <summary>Begins to charge what was added. Each row's result comes as it is there.</summary>
    public Task RunAsync(IBillingService service, TimeSpan reconcileFor, TimeSpan callTimeout, int throttleLimit, CallContext call)
    {
        var settleAfter = reconcileFor > callTimeout ? reconcileFor : callTimeout;
        return new ChargeBatch(service, _ledger!, reconcileFor, settleAfter, call).RunAsync(_rows, throttleLimit);
    }

    public void Dispose() => _ledger?.Dispose();
}
