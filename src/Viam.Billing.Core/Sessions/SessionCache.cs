using System.Collections.Concurrent;

namespace Viam.Billing.Sessions;

/// <summary>What a session has shown so far, for completion alone: it may be out of date, and it is bounded.</summary>
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

    /// <summary>True if the service was asked for all of a kind already.</summary>
    public bool IsFilled(string kind) => _filled.ContainsKey(kind);

    /// <summary>Asks the service for all of a kind, unless that is in progress. A request that fails is made again the next time.</summary>
    public Task FillAsync(string kind, Func<Task> request) =>
        _filling.GetOrAdd(kind, _ => new Lazy<Task>(() => Task.Run(() => RunAsync(kind, request)))).Value;

    private async Task RunAsync(string kind, Func<Task> request)
    {
        try
        {
            await request().ConfigureAwait(false);
            _filled.Note(kind, kind);
        }
        catch (Exception)
        {
            // Completion has no errors. What wasn't read is asked for again.
        }
        finally
        {
            _filling.TryRemove(kind, out _);
        }
    }

    /// <summary>Whether a charge of this session created an invoice, which may not be listed yet.</summary>
    public bool WasCharged(string invoiceId) => _charged.ContainsKey(invoiceId);

    public void Note(object item)
    {
        switch (item)
        {
            case Invoice invoice:
                _invoices.Note(invoice.InvoiceId, invoice);
                if (invoice.Status is { } status)
                {
                    _statuses.Note(status, status);
                }

                break;
            case Charge charge:
                _charged.Note(charge.InvoiceId, charge.InvoiceId);
                break;
            case Location location:
                _locations.Note(location.LocationId, location);
                break;
            case AvailableBillingTier tier:
                _tiers.Note(tier.BillingTier, tier);
                break;
            default:
                break;
        }
    }

    /// <summary>What was seen of one kind, by its id.</summary>
    private sealed class Kind<T>
    {
        /// <summary>More than anybody pages through with Tab.</summary>
        private const int Most = 2000;

        private readonly ConcurrentDictionary<string, T> _seen = new(StringComparer.OrdinalIgnoreCase);

        // The dictionary's own count takes all of its locks.
        private int _count;

        public ICollection<T> Values => _seen.Values;

        public bool ContainsKey(string id) => _seen.ContainsKey(id);

        public void Note(string id, T item)
        {
            if (Volatile.Read(ref _count) < Most && _seen.TryAdd(id, item))
            {
                Interlocked.Increment(ref _count);
            }
            else if (_seen.ContainsKey(id))
            {
                _seen[id] = item;
            }
        }
    }
}
