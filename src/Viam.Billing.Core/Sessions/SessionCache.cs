using System.Collections.Concurrent;

namespace Viam.Billing.Sessions;

/// <summary>
/// The objects that a session has returned, only for completion: they may be outdated, and their number is limited.
/// </summary>
internal sealed class SessionCache
{
    private readonly Kind<Invoice> _invoices = new();
    private readonly Kind<Location> _locations = new();
    private readonly Kind<AvailableBillingTier> _tiers = new();
    private readonly Kind<string> _statuses = new();
    private readonly Kind<string> _charged = new();
    private readonly Kind<string> _filled = new();
    private readonly ConcurrentDictionary<string, Lazy<Task>> _filling = new();

    public IEnumerable<Invoice> Invoices => _invoices.Values;

    public IEnumerable<Location> Locations => _locations.Values;

    public IEnumerable<AvailableBillingTier> Tiers => _tiers.Values;

    public IEnumerable<string> Statuses =>
        InvoiceStatus.Known.Union(_statuses.Values, StringComparer.OrdinalIgnoreCase);

    /// <summary>True if all objects of a kind were requested.</summary>
    public bool IsFilled(string kind) => _filled.ContainsKey(kind);

    /// <summary>
    /// Requests all objects of a kind, unless such a request is in progress. After a failure, the next call tries
    /// again.
    /// </summary>
    public Task FillAsync(string kind, Func<Task> request) =>
        _filling.GetOrAdd(kind, _ => new Lazy<Task>(() => Task.Run(() => RunAsync(kind, request)))).Value;

    private async Task RunAsync(string kind, Func<Task> request)
    {
        try
        {
            await request().ConfigureAwait(false);
            _filled.Add(kind, kind);
        }
        catch (Exception)
        {
            // Completion doesn't report errors. The next completion requests the objects again.
        }
        finally
        {
            _filling.TryRemove(kind, out _);
        }
    }

    /// <summary>Whether a charge of this session created an invoice, which may not be listed yet.</summary>
    public bool WasCharged(string invoiceId) => _charged.ContainsKey(invoiceId);

    public void Add(object item)
    {
        switch (item)
        {
            case Invoice invoice:
                _invoices.Add(invoice.InvoiceId, invoice);
                if (invoice.Status is { } status)
                {
                    _statuses.Add(status, status);
                }

                break;
            case Charge charge:
                _charged.Add(charge.InvoiceId, charge.InvoiceId);
                break;
            case Location location:
                _locations.Add(location.LocationId, location);
                break;
            case AvailableBillingTier tier:
                _tiers.Add(tier.BillingTier, tier);
                break;
            default:
                break;
        }
    }

    /// <summary>The objects of one kind, by ID.</summary>
    private sealed class Kind<T>
        where T : class
    {
        /// <summary>The largest number of objects, which is more than anyone pages through with Tab.</summary>
        private const int Most = 2000;

        private readonly ConcurrentDictionary<string, T> _seen = new(StringComparer.OrdinalIgnoreCase);

        // ConcurrentDictionary.Count acquires all locks.
        private int _count;

        public ICollection<T> Values => _seen.Values;

        public bool ContainsKey(string id) => _seen.ContainsKey(id);

        public void Add(string id, T item)
        {
            if (_seen.TryGetValue(id, out var seen))
            {
                if (!ReferenceEquals(seen, item))
                {
                    _seen[id] = item;
                }
            }
            else if (Volatile.Read(ref _count) < Most && _seen.TryAdd(id, item))
            {
                Interlocked.Increment(ref _count);
            }
        }
    }
}
