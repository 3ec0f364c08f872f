using Viam.Billing.Errors;
using Viam.Billing.Pipeline;
using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Commands.Base;

/// <summary>Organizations as arguments, and their names in results.</summary>
public abstract partial class ConcurrentCommand
{
    private HashSet<(string OrganizationId, string? Filter)>? _processed;
    private RowNames? _names;

    /// <summary>False while all work is local, for which no names are requested.</summary>
    private bool _hasRequests;
    private Predicate<TaskOutcome>? _hasNames;

    /// <summary>False if no result has the name of an organization.</summary>
    private protected virtual bool EmitsNames => true;

    /// <summary>
    /// Starts a request for each organization that the arguments mean, or for the default one. Each organization is read
    /// once per pipeline.
    /// </summary>
    /// <param name="parameter">The parameter, for errors.</param>
    /// <param name="filter">What else the request depends on; null if it depends on nothing else.</param>
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

    /// <summary>The organizations that an argument means. What it doesn't mean is an error, or for a pattern a verbose message.</summary>
    private protected async Task<IReadOnlyList<string>> ResolveForReadAsync(OrganizationIdentity identity)
    {
        var resolution = await Resolver.ResolveForReadAsync(identity);
        WriteCallReports();
        if (resolution.Error is { } error)
        {
            Pipeline.WriteError(error);
        }
        else if (resolution.Ids.Count == 0)
        {
            Pipeline.WriteVerbose($"No organization has a name that matches '{identity.Text}'.");
        }
        return resolution.Ids;
    }

    /// <summary>The one organization that an argument means; null, with an error, if it means none or several.</summary>
    private protected async Task<string?> ResolveOneForReadAsync(OrganizationIdentity identity)
    {
        var resolution = await Resolver.ResolveForReadAsync(identity);
        WriteCallReports();
        var error =
            resolution.Error
            ?? resolution.Ids.Count switch
            {
                0 => ErrorRecords.OrganizationNotFound(identity.Text),
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
        Pipeline.WriteError(error);
        return null;
    }

    /// <summary>The organization of a reading cmdlet that isn't told one: the session's default, or else the only one.</summary>
    private protected async Task<string> GetDefaultOrganizationAsync(string parameter)
    {
        var defaultId = ActiveSession.OrganizationId;
        // An object from the pipeline without an organization must not be taken for the default one.
        if (MyInvocation.BoundParameters.ContainsKey(parameter))
        {
            ThrowTerminatingError(ErrorRecords.OrganizationRequired(parameter));
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
            // Without the list there is no organization to choose.
        }
        if (all is not [var only])
        {
            ThrowTerminatingError(ErrorRecords.OrganizationRequired(parameter, all));
            return "";
        }
        return only.OrganizationId;
    }

    /// <summary>Waits for the names of one result, and emits it.</summary>
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

    private RowNames Names => _names ??= new RowNames(ActiveSession.Organizations, Call, () => _fanOut?.Wake());

    private bool HasNames(TaskOutcome outcome) =>
        !EmitsNames || !_hasRequests || outcome.Error is not null || Names.TryFill(outcome.Items);

    private Task StartOnceAsync(
        object target,
        string organizationId,
        Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> work,
        string? filter
    )
    {
        if ((_processed ??= []).Add((organizationId, filter)))
        {
            return StartAsync(target, (service, call) => work(service, organizationId, call), organizationId);
        }
        Pipeline.WriteVerbose(
            $"Organization {ActiveSession.Organizations.Describe(organizationId)} was already read in this pipeline."
        );
        return Task.CompletedTask;
    }
}
