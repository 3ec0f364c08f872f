using System.Collections.Concurrent;
using System.Diagnostics;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// Resolves the location arguments of one cmdlet: IDs, and exact names. IDs have no known form, so text is used as an
/// ID first. Only if the service doesn't accept it, names are compared, in a list of all locations that is requested
/// once per pipeline. Safe for concurrent use.
/// </summary>
internal sealed class LocationResolver(BillingSession session)
{
    /// <summary>The number of organizations whose locations are requested at the same time.</summary>
    private const int ConcurrentLists = 16;

    private readonly object _lock = new();
    private readonly long _begunAt = Stopwatch.GetTimestamp();
    private readonly ConcurrentDictionary<string, string> _ids = new();
    private Task<IReadOnlyList<Location>>? _list;

    /// <summary>Reads who is billed for a location. The result contains the ID of the location.</summary>
    public async Task<LocationBillingOrganization> ReadAsync(
        LocationIdentity identity,
        IBillingService service,
        CallContext call
    )
    {
        try
        {
            return await service.GetLocationBillingOrganizationAsync(identity.Id, call).ConfigureAwait(false);
        }
        catch (BillingException exception) when (identity.Location is null && MayBeName(exception))
        {
            var locationId = await FindByNameAsync(identity.Id, exception, call).ConfigureAwait(false);
            return await service.GetLocationBillingOrganizationAsync(locationId, call).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The ID of a location that is known by now: the text itself, unless it was found to be a name.
    /// </summary>
    public string FindKnownId(LocationIdentity identity) => _ids.GetValueOrDefault(identity.Id, identity.Id);

    /// <summary>
    /// Returns the ID of a location to be changed. Text that the session doesn't know as an ID is looked up first.
    /// </summary>
    public async Task<string> FindIdAsync(LocationIdentity identity, IBillingService service, CallContext call)
    {
        if (identity.Location is not null || session.Locations.IsKnown(identity.Id))
        {
            return identity.Id;
        }
        if (_ids.TryGetValue(identity.Id, out var known))
        {
            return known;
        }
        try
        {
            return (
                await service.GetLocationBillingOrganizationAsync(identity.Id, call).ConfigureAwait(false)
            ).LocationId;
        }
        catch (BillingException exception) when (MayBeName(exception))
        {
            return await FindByNameAsync(identity.Id, exception, call, isChange: true).ConfigureAwait(false);
        }
        catch (BillingException exception) when (exception.Error is BillingError.NotSupported)
        {
            // The service decides whether the change is permitted.
            return identity.Id;
        }
    }

    private static bool MayBeName(BillingException refusal) =>
        refusal.Error is BillingError.LocationNotFound or BillingError.InvalidRequest or BillingError.PermissionDenied;

    /// <param name="refusal">The error of the request with the name as an ID.</param>
    /// <param name="isChange">True to return the name if it may be an ID, because the service decides about it.</param>
    private async Task<string> FindByNameAsync(
        string name,
        BillingException refusal,
        CallContext call,
        bool isChange = false
    )
    {
        IReadOnlyList<Location> all = [];
        try
        {
            all = await ListAsync(call).ConfigureAwait(false);
        }
        catch (BillingException exception)
            when (exception.Error is BillingError.PermissionDenied or BillingError.NotSupported)
        {
            // Without a list, the text can only be an ID.
            return isChange && refusal.Error is BillingError.PermissionDenied ? name : throw refusal;
        }
        // The text can be both the ID of a location and the name of another one.
        var found = all.Where(location =>
                location.LocationId == name
                || string.Equals(location.Name?.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase)
            )
            .ToArray();
        return found switch
        {
            [var only] when only.LocationId != name => _ids[name] = only.LocationId,
            // The location exists or may exist, so that the service has to decide about a change.
            [_] => isChange ? name : throw refusal,
            [] when refusal.Error is BillingError.PermissionDenied => isChange ? name : throw refusal,
            [] => throw new ErrorRecordException(ErrorRecords.LocationNotFound(refusal, name, all)),
            _ => throw new ErrorRecordException(ErrorRecords.AmbiguousLocation(name, found)),
        };
    }

    private Task<IReadOnlyList<Location>> ListAsync(CallContext call)
    {
        lock (_lock)
        {
            return _list ??= ListAllAsync(call);
        }
    }

    /// <summary>Lists the locations of all organizations that permit it, each once.</summary>
    private async Task<IReadOnlyList<Location>> ListAllAsync(CallContext call)
    {
        var list = await session.Organizations.GetAsync(Stopwatch.GetElapsedTime(_begunAt), call).ConfigureAwait(false);
        var organizations = list.Organizations;
        var lists = new IReadOnlyList<Location>[organizations.Count];
        await Parallel
            .ForAsync(
                0,
                lists.Length,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = ConcurrentLists,
                    CancellationToken = call.CancellationToken,
                },
                async (index, _) =>
                    lists[index] = await ListAsync(organizations[index].OrganizationId, call).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        Location[] all = [.. lists.SelectMany(static list => list).DistinctBy(static location => location.LocationId)];
        foreach (var location in all)
        {
            session.Remember(location);
        }
        return all;
    }

    private async Task<IReadOnlyList<Location>> ListAsync(string organizationId, CallContext call)
    {
        try
        {
            return await session.Service.ListLocationsAsync(organizationId, call).ConfigureAwait(false);
        }
        catch (BillingException exception)
            when (exception.Error
                    is BillingError.PermissionDenied
                        or BillingError.NotSupported
                        or BillingError.OrganizationNotFound
            )
        {
            return [];
        }
    }
}
