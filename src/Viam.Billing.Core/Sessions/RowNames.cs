using System.Diagnostics;
using Viam.Billing.Services;

namespace Viam.Billing.Sessions;

/// <summary>
/// Fills in the names of organizations in the rows that one cmdlet writes. The list of organizations is requested in
/// parallel with the first request of the cmdlet, unless the session already knows the names. For the pipeline thread
/// only.
/// </summary>
internal sealed class RowNames
{
    private readonly OrganizationDirectory _directory;
    private readonly CallContext _call;
    private readonly Action _completed;
    private readonly Func<string?, string?> _find;
    private readonly long _begunAt = Stopwatch.GetTimestamp();
    private Task? _loading;
    private bool _isIncomplete;

    // The rows of one organization share the text of its ID.
    private (string? Id, string? Name) _latest;

    /// <param name="completed">Runs on any thread when the request that rows wait for has completed or failed.</param>
    public RowNames(OrganizationDirectory directory, CallContext call, Action completed)
    {
        (_directory, _call, _completed) = (directory, call, completed);
        _find = Find;
    }

    /// <summary>The request for the list, if rows have to wait for it.</summary>
    public Task Loading => _loading ?? Task.CompletedTask;

    /// <summary>Requests the list if an organization's name is unknown. Never fails and doesn't block.</summary>
    /// <param name="organizationId">Null if rows can belong to any organization.</param>
    public void BeginLoading(string? organizationId)
    {
        if (
            _loading is null
            && _directory is { Latest: null, IsListable: true }
            && (organizationId is null || !_directory.TryFind(organizationId, out _))
        )
        {
            Await(_directory.LoadAsync(_call));
        }
    }

    /// <summary>Fills in the names. False if rows have to wait for the list.</summary>
    public bool TryFill(IEnumerable<object> rows)
    {
        // Read first: if the list arrives during the loop, the rows have to be filled in again.
        var isLoaded = _loading is { IsCompleted: true };
        _isIncomplete = false;
        _latest = default;
        foreach (var row in rows)
        {
            Fill(row);
        }
        if (!_isIncomplete || isLoaded)
        {
            return true;
        }
        if (_loading is null)
        {
            // If a list requested after the start of the cmdlet doesn't contain the organization, a new one won't
            // either.
            if (!_directory.IsListable || _directory.Latest?.IsSince(_begunAt) == true)
            {
                return true;
            }
            Await(
                _directory.Latest is null ? _directory.LoadAsync(_call) : Task.Run(() => _directory.RefreshAsync(_call))
            );
        }
        return false;
    }

    private void Fill(object row)
    {
        switch (row)
        {
            case OrganizationRow { OrganizationName: null } named:
                if (!ReferenceEquals(named.OrganizationId, _latest.Id))
                {
                    _latest = (named.OrganizationId, Find(named.OrganizationId));
                }
                named.OrganizationName = _latest.Name;
                break;
            case INamedRow named:
                named.FillNames(_find);
                break;
            default:
                break;
        }
    }

    private string? Find(string? organizationId)
    {
        if (string.IsNullOrEmpty(organizationId))
        {
            return null;
        }
        if (_directory.TryFind(organizationId, out var organization))
        {
            return organization.Name;
        }
        _isIncomplete = true;
        return null;
    }

    private void Await(Task loading)
    {
        _loading = loading;
        loading.ContinueWith(
            static (task, state) =>
            {
                // Observed and ignored: names are optional.
                _ = task.Exception;
                ((Action)state!)();
            },
            _completed,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }
}
