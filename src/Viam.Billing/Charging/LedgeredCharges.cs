using System.Management.Automation;
using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>The rows of a batch as they come, held against its ledger.</summary>
internal sealed class LedgeredCharges : IDisposable
{
    private readonly List<ChargeRow> _rows = [];
    private readonly Dictionary<string, ChargeRequest> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly ChargeLedger? _ledger;

    private LedgeredCharges(ChargeLedger? ledger) => _ledger = ledger;

    public IReadOnlyList<ChargeRow> Rows => _rows;

    /// <summary>True if the ledger's last line was torn.</summary>
    public bool WasTorn => _ledger?.WasTorn ?? false;

    /// <summary>The address of the service that the ledger is of; null while it is empty.</summary>
    public string? Service => _ledger?.Service;

    /// <param name="changesNothing">True to look at the ledger alone, where it is there.</param>
    public static LedgeredCharges Open(string path, bool changesNothing) => new(
        !changesNothing ? ChargeLedger.Open(path) : File.Exists(path) ? ChargeLedger.Read(path) : null);

    /// <summary>True if the reference came in this batch before.</summary>
    public bool IsRepeated(string reference) => _given.ContainsKey(reference);

    /// <summary>Notes what a reference stands for. False if it stands for another charge already, in the ledger or in this batch.</summary>
    public bool TryGive(string reference, ChargeRequest charge)
    {
        var earlier = _ledger?.Find(reference)?.Charge ?? _given.GetValueOrDefault(reference);
        if (earlier is not null && !earlier.IsSameAs(charge)) return false;
        _given.TryAdd(reference, charge);
        return true;
    }

    /// <summary>The charge of a reference as it happened; null if it has not, as far as the ledger knows.</summary>
    public Charge? FindDone(string reference) => _ledger?.Find(reference)?.Done;

    public void Add(string reference, ChargeRequest charge) => _rows.Add(new ChargeRow(reference, charge));

    /// <summary>Begins to charge what was added. Each row's results come as they are there.</summary>
    public Task RunAsync(IBillingService service, ChargeBatchOptions options, CallContext call) =>
        new ChargeBatch(service, _ledger!, options, call).RunAsync(_rows);

    public void Dispose() => _ledger?.Dispose();
}
