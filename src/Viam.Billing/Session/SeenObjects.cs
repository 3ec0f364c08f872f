using System.Collections.Concurrent;

namespace Viam.Billing;

/// <summary>What a session has shown so far, for completion alone: it may be out of date, and it is bounded.</summary>
internal sealed class SeenObjects
{
    /// <summary>More than anybody pages through with Tab.</summary>
    private const int MostOfAKind = 2000;

    private readonly ConcurrentDictionary<string, Organization> _organizations = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Invoice> _invoices = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Location> _locations = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, AvailableBillingTier> _tiers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _statuses = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _filled = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Organization> Organizations => _organizations.Values;

    public IEnumerable<Invoice> Invoices => _invoices.Values;

    public IEnumerable<Location> Locations => _locations.Values;

    public IEnumerable<AvailableBillingTier> Tiers => _tiers.Values;

    public IEnumerable<string> Statuses => InvoiceStatus.Known.Union(_statuses.Values, StringComparer.OrdinalIgnoreCase);

    /// <summary>True if the service was asked for all of a kind already.</summary>
    public bool IsFilled(string kind) => _filled.ContainsKey(kind);

    public void NoteFilled(string kind) => Note(_filled, kind, kind);

    public void Note(object item)
    {
        switch (item)
        {
            case Invoice invoice:
                Note(_invoices, invoice.InvoiceId, invoice);
                if (invoice.Status is { } status) Note(_statuses, status, status);
                break;
            case Organization organization:
                Note(_organizations, organization.OrganizationId, organization);
                break;
            case Location location:
                Note(_locations, location.LocationId, location);
                break;
            case AvailableBillingTier tier:
                Note(_tiers, tier.BillingTier, tier);
                break;
            default:
                break;
        }
    }

    private static void Note<T>(ConcurrentDictionary<string, T> seen, string id, T item)
    {
        if (seen.ContainsKey(id)) seen[id] = item;
        else if (seen.Count < MostOfAKind) seen.TryAdd(id, item);
    }
}
