using System.Collections.Concurrent;
using Viam.Billing.Services;

namespace Viam.Billing.Sessions;

/// <summary>
/// The names of locations known to a session. Unknown ones are looked up among the locations of their organization,
/// which are listed at most once per session. Safe for concurrent use.
/// </summary>
internal sealed class LocationNames(IBillingService service)
{
    private readonly ConcurrentDictionary<string, string?> _names = new();
    private readonly ConcurrentDictionary<string, Lazy<Task>> _lists = new();

    public void Add(Location location) => _names[location.LocationId] = location.Name;

    /// <summary>Adds a location that came from the pipeline, whose name may be old.</summary>
    public void AddGiven(Location location)
    {
        if (location.Name is not null)
        {
            _names.TryAdd(location.LocationId, location.Name);
        }
    }

    /// <summary>True if the session has received a location with this ID.</summary>
    public bool IsKnown(string locationId) => _names.ContainsKey(locationId);

    /// <summary>The name of a location; null if it is unknown.</summary>
    public string? Find(string locationId) => _names.GetValueOrDefault(locationId);

    /// <param name="organizationId">The organization that probably owns the location; null if unknown.</param>
    public async Task<string?> FindAsync(string locationId, string? organizationId, CallContext call)
    {
        if (!_names.ContainsKey(locationId) && organizationId is not null)
        {
            var list = _lists.GetOrAdd(organizationId, id => new Lazy<Task>(() => ListAsync(id, call)));
            await list.Value.WaitAsync(call.CancellationToken).ConfigureAwait(false);
        }
        return Find(locationId);
    }

    private async Task ListAsync(string organizationId, CallContext call)
    {
        try
        {
            var shared = call with { CancellationToken = CancellationToken.None };
            foreach (var location in await service.ListLocationsAsync(organizationId, shared).ConfigureAwait(false))
            {
                Add(location);
            }
        }
        catch (BillingException)
        {
            // Names are optional: results don't contain them if they can't be read.
        }
    }
}
