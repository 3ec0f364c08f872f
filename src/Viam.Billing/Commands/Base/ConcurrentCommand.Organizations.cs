using Viam.Billing.Errors;
using Viam.Billing.Pipeline;
using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Commands.Base;

/// <summary>Organizations as arguments, and their names in results.</summary>
public abstract partial class ConcurrentCommand
{
    // A set of strings, which is precompiled in .NET, unlike one of tuples.
    private HashSet<string>? _processed;
    private RowNames? _names;

    /// <summary>False if all work is local. Then no names are requested.</summary>
    private bool _hasRequests;
    private Predicate<TaskOutcome>? _hasNames;

    /// <summary>What can be piped to the cmdlet, and the cmdlet that returns it.</summary>
    private protected virtual string PipelineSource => "organizations from Get-ViamOrganization";

    /// <summary>False if no result needs the name of an organization.</summary>
    private protected virtual bool EmitsNames => true;

    /// <summary>
    /// Starts a request for each specified organization, or for the default one. Each organization is read once per
    /// pipeline.
    /// </summary>
    /// <param name="parameter">The name of the parameter, for errors.</param>
    /// <param name="filter">The key of other arguments that the request depends on; null if there are none.</param>
    private protected async Task StartForEachAsync(
        OrganizationIdentity[]? organizations,
        string parameter,
        Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> work,
        string? filter = null
    )
    {
        if (organizations is null)
        {
            var organizationId = await GetDefaultOrganizationAsync(parameter);
            await StartOnceAsync(organizationId, organizationId, work, filter);
            return;
        }
        foreach (var identity in organizations)
        {
            if (identity is { Id: { } id, Organization: null })
            {
                await StartOnceAsync(identity.Text, id, work, filter);
                continue;
            }
            foreach (var organizationId in await ResolveForReadAsync(identity))
            {
                await StartOnceAsync(
                    identity.Id is null ? organizationId : identity.Text,
                    organizationId,
                    work,
                    filter
                );
            }
        }
    }

    /// <summary>
    /// Returns the IDs of the specified organizations. If there are none, writes an error, or a verbose message for a
    /// pattern.
    /// </summary>
    private protected async Task<IReadOnlyList<string>> ResolveForReadAsync(OrganizationIdentity identity)
    {
        var resolution = await Resolver.ResolveForReadAsync(identity);
        WriteCallReports();
        if (resolution.Error is { } error)
        {
            await WriteErrorAsync(error);
        }
        else if (resolution.Ids.Count == 0)
        {
            WriteVerboseNotice($"No organization has a name that matches '{identity.Text}'.");
        }
        return resolution.Ids;
    }

    /// <summary>
    /// Returns the ID of the specified organization; null, with an error, if there is none or more than one.
    /// </summary>
    private protected async Task<string?> ResolveOneForReadAsync(OrganizationIdentity identity)
    {
        var resolution = await Resolver.ResolveForReadAsync(identity);
        WriteCallReports();
        var error =
            resolution.Error
            ?? resolution.Ids.Count switch
            {
                0 => ErrorRecords.OrganizationNotFound(identity.Text, ActiveSession.Organizations.Known),
                1 => null,
                _ => ErrorRecords.AmbiguousOrganization(
                    identity.Text,
                    [.. resolution.Ids.Select(ActiveSession.Organizations.Find)]
                ),
            };
        if (error is null)
        {
            return resolution.Ids[0];
        }
        await WriteErrorAsync(error);
        return null;
    }

    /// <summary>
    /// The organization of a reading cmdlet if none is specified: the session's default, or the only accessible one.
    /// </summary>
    private protected async Task<string> GetDefaultOrganizationAsync(string parameter)
    {
        var defaultId = ActiveSession.OrganizationId;
        // If the parameter was bound to an object without an organization, the default one must not be used.
        if (MyInvocation.BoundParameters.ContainsKey(parameter))
        {
            throw new ErrorRecordException(ErrorRecords.OrganizationRequired(parameter, PipelineSource, isEmpty: true));
        }
        if (defaultId is not null)
        {
            return defaultId;
        }
        IReadOnlyList<Organization>? all = null;
        try
        {
            all = (await Resolver.ListAsync()).Organizations;
        }
        catch (BillingException exception)
            when (exception.Error is BillingError.PermissionDenied or BillingError.NotSupported)
        {
            // Without permission for the list, no organization can be selected.
        }
        return all is [var only]
            ? only.OrganizationId
            : throw new ErrorRecordException(ErrorRecords.OrganizationRequired(parameter, PipelineSource, all));
    }

    /// <summary>Waits for the names in one result, and writes it.</summary>
    private protected async Task WriteNamedAsync(object item)
    {
        while (!Names.TryFill([item]))
        {
            await Names
                .Loading.WaitAsync(StopToken)
                .ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
                );
            StopToken.ThrowIfCancellationRequested();
        }
        WriteResult(item);
    }

    private RowNames Names => _names ??= new RowNames(ActiveSession.Organizations, Call, () => _queue?.Wake());

    private bool HasNames(TaskOutcome outcome) =>
        !EmitsNames
        || !_hasRequests
        || (
            outcome.Error switch
            {
                null => Names.TryFill(outcome.Items),
                NamedErrorException error => Names.TryFill([error]),
                _ => true,
            }
        );

    private Task StartOnceAsync(
        object target,
        string organizationId,
        Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> work,
        string? filter
    )
    {
        if ((_processed ??= []).Add(filter is null ? organizationId : $"{organizationId}\n{filter}"))
        {
            return StartAsync(target, (service, call) => work(service, organizationId, call), organizationId);
        }
        WriteVerboseNotice(
            $"Organization {ActiveSession.Organizations.Describe(organizationId)} was already read in this pipeline."
        );
        return Task.CompletedTask;
    }
}
