using System.Text.Json;
using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>
/// Remembers charges over crashes, in a file of events. An event is on the disk before what follows from it is done. References are compared without regard to
/// case. Safe for concurrent use within the process that holds it.
/// </summary>
internal sealed class ChargeLedger : IDisposable
{
    private readonly object _lock = new();
    private readonly LedgerLog _log;
    private readonly Dictionary<string, LedgerEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _order = [];

    /// <summary>By organization and invoice: the first intent that knew of it. All intents together name an invoice once, however many there are.</summary>
    private readonly Dictionary<(string OrganizationId, string InvoiceId), int> _known = [];
    private readonly HashSet<(string OrganizationId, string InvoiceId)> _claimed = [];
    private int _intents;

    private ChargeLedger(Func<Func<byte[], bool>, LedgerLog> open) => _log = open(TryTake);

    /// <summary>True if the last line was torn, as a power cut leaves it, and so is left out.</summary>
    public bool WasTorn => _log.WasTorn;

    /// <summary>The address of the service that it is a ledger of; null while it is empty.</summary>
    public string? Service { get; private set; }

    /// <summary>The entries, in the order in which their references came.</summary>
    public IReadOnlyList<LedgerEntry> Entries
    {
        get
        {
            lock (_lock) return [.. _order.Select(reference => _entries[reference])];
        }
    }

    /// <inheritdoc cref="LedgerLog.Open"/>
    public static ChargeLedger Open(string path) => new(take => LedgerLog.Open(path, take));

    /// <inheritdoc cref="LedgerLog.Read"/>
    public static ChargeLedger Read(string path) => new(take => LedgerLog.Read(path, take));

    /// <inheritdoc cref="LedgerLog.Hold"/>
    internal static ChargeLedger Hold(FileStream file) => new(take => LedgerLog.Hold(file, take));

    public LedgerEntry? Find(string reference)
    {
        lock (_lock) return _entries.GetValueOrDefault(reference);
    }

    /// <summary>The open entries of an organization, in the order in which their references came.</summary>
    public IReadOnlyList<LedgerEntry> OpenEntriesOf(string organizationId) =>
        [.. Entries.Where(entry => entry.IsOpen && entry.Charge.OrganizationId == organizationId)];

    /// <summary>True if an invoice cannot be that of an entry's charge, since it was there before or is that of another.</summary>
    public bool IsAccountedFor(LedgerEntry entry, string invoiceId)
    {
        lock (_lock) return IsKnownTo(entry, invoiceId) || _claimed.Contains((entry.Charge.OrganizationId, invoiceId));
    }

    /// <summary>True if an invoice that could be that of an entry's charge could as well be that of another's.</summary>
    public bool IsContested(LedgerEntry entry, string invoiceId) => OpenEntriesOf(entry.Charge.OrganizationId).Any(other =>
        other.Reference != entry.Reference && other.Charge.Total == entry.Charge.Total && !IsAccountedFor(other, invoiceId));

    /// <param name="listed">The ids of the organization's invoices as they are before the charge.</param>
    /// <exception cref="LedgerNotWrittenException">As for all that is added.</exception>
    public LedgerEntry AddIntent(string reference, ChargeRequest charge, string service, IEnumerable<string> listed)
    {
        lock (_lock)
        {
            return Add(new LedgerEvent
            {
                At = DateTime.UtcNow,
                Event = LedgerEventKind.Intent,
                Reference = reference,
                Service = service,
                OrganizationId = charge.OrganizationId,
                Subtotal = charge.Subtotal,
                Tax = charge.Tax,
                Description = charge.Description,
                BrandingOrganizationId = charge.BrandingOrganizationId,
                NoConfirmationEmail = charge.NoConfirmationEmail,
                KnownInvoiceIds = [.. listed.Where(id => !_known.ContainsKey((charge.OrganizationId, id)))],
            });
        }
    }

    public LedgerEntry AddCharged(string reference, string invoiceId, bool reconciled) =>
        Add(new LedgerEvent { At = DateTime.UtcNow, Event = LedgerEventKind.Charged, Reference = reference, InvoiceId = invoiceId, Reconciled = reconciled });

    public void AddRefused(string reference, string message) => AddOutcome(LedgerEventKind.Refused, reference, message);

    public void AddLost(string reference, string message) => AddOutcome(LedgerEventKind.Lost, reference, message);

    public void AddUnknown(string reference, string message) => AddOutcome(LedgerEventKind.Unknown, reference, message);

    public void AddAbsent(string reference, string message) => AddOutcome(LedgerEventKind.Absent, reference, message);

    public void Dispose() => _log.Dispose();

    private void AddOutcome(LedgerEventKind kind, string reference, string message) =>
        Add(new LedgerEvent { At = DateTime.UtcNow, Event = kind, Reference = reference, Message = ForeignText.Clean(message) });

    private LedgerEntry Add(LedgerEvent next)
    {
        lock (_lock)
        {
            var entry = LedgerEntry.Apply(_entries.GetValueOrDefault(next.Reference), next, _intents)
                ?? throw new InvalidOperationException($"{next.Event} cannot follow for {next.Reference}.");
            _log.Append(JsonSerializer.SerializeToUtf8Bytes(next, LedgerJson.Default.LedgerEvent));
            Set(entry, next);
            return entry;
        }
    }

    private bool TryTake(byte[] json)
    {
        if (Parse(json) is not { V: LedgerEvent.Version, Reference.Length: > 0 } next) return false;
        if (next.Service is not null && Service is not null && next.Service != Service) return false;
        if (LedgerEntry.Apply(_entries.GetValueOrDefault(next.Reference), next, _intents) is not { } entry) return false;
        Set(entry, next);
        return true;
    }

    private void Set(LedgerEntry entry, LedgerEvent next)
    {
        if (_entries.TryAdd(entry.Reference, entry)) _order.Add(entry.Reference);
        else _entries[entry.Reference] = entry;
        Service ??= next.Service;
        _intents = Math.Max(_intents, entry.Intent);
        foreach (var id in next.KnownInvoiceIds ?? []) _known.TryAdd((entry.Charge.OrganizationId, id), entry.Intent);
        if (entry.InvoiceId is not null) _claimed.Add((entry.Charge.OrganizationId, entry.InvoiceId));
    }

    private bool IsKnownTo(LedgerEntry entry, string invoiceId) =>
        _known.TryGetValue((entry.Charge.OrganizationId, invoiceId), out var since) && since <= entry.Intent;

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
