using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>The rows of a batch as they come, compared with its ledger.</summary>
internal sealed class ChargeBatchBuilder : IDisposable
{
    private readonly List<BatchItem> _rows = [];
    private readonly Dictionary<string, ChargeRequest> _given = new(ChargeReference.Comparer);
    private readonly ChargeLedger? _ledger;

    private ChargeBatchBuilder(ChargeLedger? ledger) => _ledger = ledger;

    public IReadOnlyList<BatchItem> Rows => _rows;

    /// <summary>True if the ledger's last line was torn.</summary>
    public bool WasTorn => _ledger?.WasTorn ?? false;

    /// <summary>The address of the service whose charges the ledger holds; null while it is empty.</summary>
    public string? Service => _ledger?.Service;

    /// <param name="changesNothing">True to read the ledger only, if it exists.</param>
    public static ChargeBatchBuilder Open(string path, bool changesNothing) =>
        new(
            !changesNothing ? ChargeLedger.Open(path)
            : File.Exists(path) ? ChargeLedger.Read(path)
            : null
        );

    /// <summary>True if the reference came in this batch before.</summary>
    public bool IsRepeated(string reference) => _given.ContainsKey(reference);

    /// <summary>
    /// Notes what a reference stands for. False if it stands for another charge already, in the ledger or in this
    /// batch.
    /// </summary>
    public bool TryRegister(string reference, ChargeRequest charge)
    {
        var earlier = Find(reference)?.Charge ?? _given.GetValueOrDefault(reference);
        if (earlier is not null && !earlier.IsSameAs(charge))
        {
            return false;
        }
        _given.TryAdd(reference, charge);
        return true;
    }

    /// <summary>What the ledger knows about a reference; null if that is nothing.</summary>
    public LedgerEntry? Find(string reference) => _ledger?.Find(reference);

    /// <summary>Adds a row, under the spelling of its reference that the ledger has.</summary>
    public void Add(string reference, ChargeRequest charge) =>
        _rows.Add(new BatchItem(Find(reference)?.Reference ?? reference, charge));

    public ChargeBatch CreateBatch(
        IBillingService service,
        ChargeRegister register,
        ChargeBatchOptions options,
        CallContext call
    )
    {
        register.Load(_ledger!, options.LedgerPath);
        return new ChargeBatch(service, register, _ledger!, options, call);
    }

    public void Dispose() => _ledger?.Dispose();
}
