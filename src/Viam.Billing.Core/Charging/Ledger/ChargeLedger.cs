using System.Text.Json;
using Viam.Billing.Files;

namespace Viam.Billing.Charging.Ledger;

/// <summary>
/// Records charges in a file of events, so that they are known after an interruption. An event is written to disk
/// before the next step that depends on it. Equivalent references are treated as one (<see cref="ChargeReference"/>).
/// Safe for concurrent use within the process that has it open.
/// </summary>
internal sealed partial class ChargeLedger : IDisposable
{
    private readonly object _lock = new();
    private readonly LedgerFile _log;
    private readonly Dictionary<string, LedgerEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _order = [];

    /// <summary>
    /// The spellings of each reference. A charge ledger of an earlier version can contain several, each with an entry.
    /// </summary>
    private readonly Dictionary<string, List<string>> _spellings = new(ChargeReference.Comparer);

    /// <summary>
    /// By organization and invoice: the first intent that contains the invoice. Each invoice is contained in only one
    /// intent.
    /// </summary>
    private readonly Dictionary<string, Dictionary<string, int>> _known = [];
    private readonly Dictionary<string, HashSet<string>> _seen = [];
    private int _intents;

    private ChargeLedger(Func<Func<byte[], bool>, LedgerFile> open) => _log = open(TryTake);

    /// <summary>True if the last line was incomplete, for example after a power failure, and is ignored.</summary>
    public bool WasTorn => _log.WasTorn;

    /// <summary>
    /// The address of the service that the charge ledger belongs to; null if the charge ledger is empty.
    /// </summary>
    public string? Service { get; private set; }

    /// <summary>The entries, in the order in which their references were added.</summary>
    public IReadOnlyList<LedgerEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _order.Select(reference => _entries[reference])];
            }
        }
    }

    /// <inheritdoc cref="LedgerFile.Open"/>
    public static ChargeLedger Open(string path) => Open(path, DiskAccess.Default);

    /// <inheritdoc cref="LedgerFile.Open"/>
    internal static ChargeLedger Open(string path, DiskAccess disk) => new(take => LedgerFile.Open(path, take, disk));

    /// <inheritdoc cref="LedgerFile.Read"/>
    public static ChargeLedger Read(string path) => new(take => LedgerFile.Read(path, take));

    /// <inheritdoc cref="LedgerFile.Hold"/>
    internal static ChargeLedger Hold(FileStream file) => new(take => LedgerFile.Hold(file, take));

    /// <summary>
    /// Finds the entry of a reference in any spelling. If there are several, the most cautious one is returned: a
    /// charge that was made, or else one with an unknown outcome.
    /// </summary>
    public LedgerEntry? Find(string reference)
    {
        lock (_lock)
        {
            return _spellings
                .GetValueOrDefault(reference)
                ?.Select(spelling => _entries[spelling])
                .MaxBy(entry =>
                    (
                        entry.IsCharged,
                        entry.IsUnresolved,
                        entry.Reference.Equals(reference, StringComparison.OrdinalIgnoreCase)
                    )
                );
        }
    }

    /// <summary>
    /// The entries of an organization with an unknown outcome, in the order in which their references were added.
    /// </summary>
    public IReadOnlyList<LedgerEntry> OpenEntriesOf(string organizationId) =>
        [.. Entries.Where(entry => entry.IsOpen && entry.Charge.OrganizationId == organizationId)];

    /// <summary>
    /// True if an invoice existed before the first attempt of an entry, so that it can't belong to the charge.
    /// </summary>
    public bool IsKnown(LedgerEntry entry, string invoiceId)
    {
        lock (_lock)
        {
            return _known.TryGetValue(entry.Charge.OrganizationId, out var known)
                && known.TryGetValue(invoiceId, out var since)
                && since <= entry.FirstIntent;
        }
    }

    /// <summary>
    /// True if the charge ledger already contains that the outcome is unknown and that these invoices were listed.
    /// </summary>
    public bool IsRecorded(LedgerEntry entry, IReadOnlyList<string> seen)
    {
        lock (_lock)
        {
            return entry.State == LedgerEventKind.Unknown && seen.All(SeenOf(entry.Charge.OrganizationId).Contains);
        }
    }

    /// <summary>By organization: all invoices in the charge ledger that the service has listed.</summary>
    public IReadOnlyList<(string OrganizationId, IReadOnlyList<string> InvoiceIds)> ListedInvoices()
    {
        lock (_lock)
        {
            return
            [
                .. _known
                    .Keys.Union(_seen.Keys)
                    .Select(organizationId =>
                        (
                            organizationId,
                            (IReadOnlyList<string>)[.. KnownOf(organizationId).Keys.Union(SeenOf(organizationId))]
                        )
                    ),
            ];
        }
    }

    /// <summary>The reference of the charge that an invoice belongs to; null if there is none.</summary>
    public string? FindOwner(string organizationId, string invoiceId) =>
        Entries
            .FirstOrDefault(entry => entry.InvoiceId == invoiceId && entry.Charge.OrganizationId == organizationId)
            ?.Reference;

    public void Dispose() => _log.Dispose();

    private Dictionary<string, int> KnownOf(string organizationId) => _known.GetValueOrDefault(organizationId) ?? [];

    private HashSet<string> SeenOf(string organizationId) => _seen.GetValueOrDefault(organizationId) ?? [];

    private bool TryTake(byte[] json)
    {
        if (Parse(json) is not { V: >= 1 and <= LedgerEvent.Version, Reference.Length: > 0 } next)
        {
            return false;
        }
        if (next.Service is not null && Service is not null && next.Service != Service)
        {
            return false;
        }
        if (LedgerEntry.Apply(_entries.GetValueOrDefault(next.Reference), next, _intents) is not { } entry)
        {
            return false;
        }
        Set(entry, next);
        return true;
    }

    private void Set(LedgerEntry entry, LedgerEvent next)
    {
        if (_entries.TryAdd(entry.Reference, entry))
        {
            _order.Add(entry.Reference);
            (
                _spellings.TryGetValue(entry.Reference, out var spellings)
                    ? spellings
                    : _spellings[entry.Reference] = []
            ).Add(entry.Reference);
        }
        else
        {
            _entries[entry.Reference] = entry;
        }
        Service ??= next.Service;
        var organizationId = entry.Charge.OrganizationId;
        if (next.Event == LedgerEventKind.Intent)
        {
            _intents++;
            var known = _known.TryGetValue(organizationId, out var before) ? before : _known[organizationId] = [];
            foreach (var id in next.KnownInvoiceIds ?? [])
            {
                known.TryAdd(id, _intents);
            }
        }
        foreach (var id in next.SeenInvoiceIds ?? [])
        {
            (_seen.TryGetValue(organizationId, out var seen) ? seen : _seen[organizationId] = []).Add(id);
        }
    }

    private static LedgerEvent? Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, LedgerJson.Default.LedgerEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
