using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>Collects the rows of a batch and compares them with the charge ledger.</summary>
internal sealed class ChargeBatchBuilder : IDisposable
{
    private readonly List<BatchItem> _rows = [];
    private readonly Dictionary<string, ChargeRequest> _given = new(ChargeReference.Comparer);
    private readonly ChargeLedger? _ledger;

    private ChargeBatchBuilder(ChargeLedger? ledger) => _ledger = ledger;

    public IReadOnlyList<BatchItem> Rows => _rows;

    /// <summary>True if the last line of the charge ledger was incomplete.</summary>
    public bool WasTorn => _ledger?.WasTorn ?? false;

    /// <summary>
    /// The address of the service that the charge ledger belongs to; null if the charge ledger is empty.
    /// </summary>
    public string? Service => _ledger?.Service;

    /// <param name="changesNothing">True to only read the charge ledger, if it exists.</param>
    public static ChargeBatchBuilder Open(string path, bool changesNothing) =>
        new(
            !changesNothing ? ChargeLedger.Open(path)
            : File.Exists(path) ? ChargeLedger.Read(path)
            : null
        );

    /// <summary>True if the batch already contains the reference.</summary>
    public bool IsRepeated(string reference) => _given.ContainsKey(reference);

    /// <summary>
    /// Registers the charge of a reference. False if the charge ledger or this batch already contains a different
    /// charge with this reference.
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

    /// <summary>The entry of a reference in the charge ledger; null if there is none.</summary>
    public LedgerEntry? Find(string reference) => _ledger?.Find(reference);

    /// <summary>Adds a row, with the spelling of its reference in the charge ledger.</summary>
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
