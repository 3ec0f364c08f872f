using System.Text.Json;
using Viam.Billing.Files;

namespace Viam.Billing.Charging.Ledger;

/// <summary>
/// Remembers charges across crashes, in a file of events. An event is on the disk before anything that depends on it is done. References that look alike are
/// one (<see cref="ChargeReference"/>). Safe for concurrent use within the process that holds it.
/// </summary>
internal sealed partial class ChargeLedger : IDisposable
{
    private readonly object _lock = new();
    private readonly LedgerFile _log;
    private readonly Dictionary<string, LedgerEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _order = [];

    /// <summary>By reference: its spellings, of which an old ledger can hold several, each with an entry.</summary>
    private readonly Dictionary<string, List<string>> _spellings = new(ChargeReference.Comparer);

    /// <summary>By organization, then invoice: the first intent that knew it. All intents together name an invoice once.</summary>
    private readonly Dictionary<string, Dictionary<string, int>> _known = [];
    private readonly Dictionary<string, HashSet<string>> _seen = [];
    private int _intents;

    private ChargeLedger(Func<Func<byte[], bool>, LedgerFile> open) => _log = open(TryTake);

    /// <summary>True if the last line was torn, as a power cut leaves it, and so isn't used.</summary>
    public bool WasTorn => _log.WasTorn;

    /// <summary>The address of the service whose charges it holds; null while it is empty.</summary>
    public string? Service { get; private set; }

    /// <summary>The entries, in the order in which their references first came.</summary>
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

    /// <summary>The entry of a reference in whatever spelling. Of several, the one that speaks most against another charge.</summary>
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

    /// <summary>The entries of an organization that may have been charged, in the order in which their references first came.</summary>
    public IReadOnlyList<LedgerEntry> OpenEntriesOf(string organizationId) =>
        [.. Entries.Where(entry => entry.IsOpen && entry.Charge.OrganizationId == organizationId)];

    /// <summary>True if an invoice existed before an entry's first attempt, so that it can't be its own.</summary>
    public bool IsKnown(LedgerEntry entry, string invoiceId)
    {
        lock (_lock)
        {
            return _known.TryGetValue(entry.Charge.OrganizationId, out var known)
                && known.TryGetValue(invoiceId, out var since)
                && since <= entry.FirstIntent;
        }
    }

    /// <summary>True if the ledger says already that an entry's outcome is unknown, and that these invoices were listed.</summary>
    public bool IsNoted(LedgerEntry entry, IReadOnlyList<string> seen)
    {
        lock (_lock)
        {
            return entry.State == LedgerEventKind.Unknown && seen.All(SeenOf(entry.Charge.OrganizationId).Contains);
        }
    }

    /// <summary>By organization: every invoice that the service has listed, as far as the ledger knows.</summary>
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

    /// <summary>The reference whose charge made an invoice; null if there is none.</summary>
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
