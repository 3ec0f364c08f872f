using System.Text.Json;
using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>
/// An append-only file that remembers charges over crashes, a JSON line an event. A line is on disk before what follows from it is done. One process holds it
/// at a time. Safe for concurrent use within it.
/// </summary>
internal sealed class ChargeLedger : IDisposable
{
    private readonly object _lock = new();
    private readonly FileStream _file;
    private readonly Dictionary<string, LedgerEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    private ChargeLedger(FileStream file) => _file = file;

    /// <summary>True if the last line was torn, as a power cut leaves it, and was taken off.</summary>
    public bool WasRepaired { get; private set; }

    /// <summary>The entries, in the order in which their references came.</summary>
    public IReadOnlyList<LedgerEntry> Entries
    {
        get
        {
            lock (_lock) return [.. _order.Select(reference => _entries[reference])];
        }
    }

    /// <summary>Opens a ledger and holds it; makes it if it is not there, readable by its owner alone.</summary>
    /// <exception cref="IOException">Another process holds it, or the disk fails.</exception>
    /// <exception cref="LedgerDamagedException">It is damaged beyond a torn last line.</exception>
    public static ChargeLedger Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return Load(new FileStream(path, options), repair: true);
    }

    /// <summary>Reads a ledger and changes nothing.</summary>
    public static ChargeLedger Read(string path) => Load(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), repair: false);

    public LedgerEntry? Find(string reference)
    {
        lock (_lock) return _entries.GetValueOrDefault(reference);
    }

    /// <summary>The invoices that belong to charges of this ledger.</summary>
    public IReadOnlySet<string> ClaimedInvoices()
    {
        lock (_lock) return _entries.Values.Select(entry => entry.InvoiceId).OfType<string>().ToHashSet();
    }

    public void AddIntent(string reference, ChargeRequest charge, IReadOnlySet<string> known) => Add(new LedgerEvent
    {
        At = DateTime.UtcNow,
        Event = LedgerEventKind.Intent,
        Reference = reference,
        OrganizationId = charge.OrganizationId,
        Subtotal = charge.Subtotal,
        Tax = charge.Tax,
        Description = charge.Description,
        BrandingOrganizationId = charge.BrandingOrganizationId,
        NoConfirmationEmail = charge.NoConfirmationEmail,
        KnownInvoiceIds = [.. known],
    });

    public void AddCharged(string reference, string invoiceId, bool reconciled) =>
        Add(new LedgerEvent { At = DateTime.UtcNow, Event = LedgerEventKind.Charged, Reference = reference, InvoiceId = invoiceId, Reconciled = reconciled });

    public void AddRefused(string reference, string message) => AddOutcome(LedgerEventKind.Refused, reference, message);

    public void AddLost(string reference, string message) => AddOutcome(LedgerEventKind.Lost, reference, message);

    public void AddAbsent(string reference, string message) => AddOutcome(LedgerEventKind.Absent, reference, message);

    public void Dispose() => _file.Dispose();

    private void AddOutcome(LedgerEventKind kind, string reference, string message) =>
        Add(new LedgerEvent { At = DateTime.UtcNow, Event = kind, Reference = reference, Message = message });

    private void Add(LedgerEvent next)
    {
        lock (_lock)
        {
            var entry = LedgerEntry.Apply(_entries.GetValueOrDefault(next.Reference), next)
                ?? throw new InvalidOperationException($"{next.Event} cannot follow for {next.Reference}.");
            var line = JsonSerializer.SerializeToUtf8Bytes(next, LedgerJson.Default.LedgerEvent);
            _file.Seek(0, SeekOrigin.End);
            _file.Write([.. line, (byte)'\n']);
            _file.Flush(flushToDisk: true);
            Set(entry);
        }
    }

    private void Set(LedgerEntry entry)
    {
        if (!_entries.ContainsKey(entry.Reference)) _order.Add(entry.Reference);
        _entries[entry.Reference] = entry;
    }

    private static ChargeLedger Load(FileStream file, bool repair)
    {
        try
        {
            var ledger = new ChargeLedger(file);
            ledger.Load(repair);
            return ledger;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Load(bool repair)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        var number = 0;
        for (var start = 0; start < end;)
        {
            number++;
            var length = Array.IndexOf(bytes, (byte)'\n', start) - start;
            Set(Parse(bytes.AsSpan(start, length)) ?? throw new LedgerDamagedException(_file.Name, number));
            start += length + 1;
        }
        if (end == bytes.Length) return;

        // A line ends only once it is on disk. What came without its end led to nothing yet.
        WasRepaired = true;
        if (!repair) return;
        _file.SetLength(end);
        _file.Flush(flushToDisk: true);
    }

    private LedgerEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LedgerJson.Default.LedgerEvent) is { V: LedgerEvent.Version, Reference.Length: > 0 } next
                ? LedgerEntry.Apply(_entries.GetValueOrDefault(next.Reference), next)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
