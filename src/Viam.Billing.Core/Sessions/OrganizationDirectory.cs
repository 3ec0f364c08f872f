using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Viam.Billing.Services;

namespace Viam.Billing.Sessions;

/// <summary>
/// The organizations of a session, by ID and by name. One request lists them all; organizations that were read are
/// known without it. An organization from the pipeline may have an old name, which counts as long as the service's is
/// unknown. Safe for concurrent use.
/// </summary>
internal sealed class OrganizationDirectory(IBillingService service)
{
    /// <summary>The time for which the list isn't requested again after a temporary failure.</summary>
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private readonly ConcurrentDictionary<string, Organization> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Organization> _given = new(StringComparer.OrdinalIgnoreCase);
    private OrganizationList? _list;
    private Task<OrganizationList>? _loading;
    private Failure? _failure;

    /// <summary>The latest list; null if there is none yet.</summary>
    public OrganizationList? Latest => Volatile.Read(ref _list);

    /// <summary>All organizations that were read, listed or not, in no particular order.</summary>
    public ICollection<Organization> Known => _known.Values;

    /// <summary>False if the last request failed permanently, or temporarily a short time ago.</summary>
    public bool IsListable => Volatile.Read(ref _failure) is not { } failure || failure.MayHavePassed;

    public bool TryFind(string organizationId, [NotNullWhen(true)] out Organization? organization) =>
        _known.TryGetValue(organizationId, out organization) || _given.TryGetValue(organizationId, out organization);

    /// <summary>True if the service has returned an organization to this session.</summary>
    public bool WasRead(string organizationId) => _known.ContainsKey(organizationId);

    /// <summary>The name of an organization; null if it is unknown.</summary>
    public string? FindName(string? organizationId) =>
        organizationId is not null && TryFind(organizationId, out var organization) ? organization.Name : null;

    /// <summary>The organization with its name, if the name is known.</summary>
    public Organization Find(string organizationId) =>
        TryFind(organizationId, out var organization)
            ? organization
            : new Organization { OrganizationId = organizationId };

    /// <summary>The name and ID of an organization, for messages.</summary>
    public string Describe(string organizationId) => Find(organizationId).ToString();

    /// <summary>Adds an organization that was read.</summary>
    public void Add(Organization organization) => _known[organization.OrganizationId] = organization;

    /// <summary>Adds an organization that came from the pipeline.</summary>
    public void AddGiven(Organization organization)
    {
        if (organization.Name is not null)
        {
            _given[organization.OrganizationId] = organization;
        }
    }

    /// <summary>Adds a list that was requested elsewhere.</summary>
    public OrganizationList Add(IReadOnlyList<Organization> organizations, long requestedAt)
    {
        foreach (var organization in organizations)
        {
            Add(organization);
        }
        var list = new OrganizationList(organizations, requestedAt);
        Volatile.Write(ref _list, list);
        Volatile.Write(ref _failure, null);
        return list;
    }

    /// <summary>Requests the list. Concurrent callers share one request, which no caller cancels.</summary>
    public Task<OrganizationList> LoadAsync(CallContext call)
    {
        lock (_lock)
        {
            return _loading is { IsCompleted: false }
                ? _loading
                : _loading = Task.Run(() => RefreshAsync(call with { CancellationToken = CancellationToken.None }));
        }
    }

    /// <summary>The latest list if it isn't older than <paramref name="maximumAge"/>, or else a new one.</summary>
    public Task<OrganizationList> GetAsync(TimeSpan maximumAge, CallContext call) =>
        Latest is { } list && list.Age <= maximumAge
            ? Task.FromResult(list)
            : LoadAsync(call).WaitAsync(call.CancellationToken);

    /// <summary>Requests a new list, even if another request is in progress.</summary>
    public async Task<OrganizationList> RefreshAsync(CallContext call)
    {
        var requestedAt = Stopwatch.GetTimestamp();
        try
        {
            return Add(await service.ListOrganizationsAsync(call).ConfigureAwait(false), requestedAt);
        }
        catch (BillingException exception)
        {
            Volatile.Write(ref _failure, new Failure(exception.Error, Stopwatch.GetTimestamp()));
            throw;
        }
    }

    private sealed record Failure(BillingError Error, long At)
    {
        public bool MayHavePassed =>
            Error is not (BillingError.PermissionDenied or BillingError.NotSupported)
            && Stopwatch.GetElapsedTime(At) > s_retryInterval;
    }
}
