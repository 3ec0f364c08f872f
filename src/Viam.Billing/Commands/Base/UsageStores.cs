using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Sessions;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Commands.Base;

/// <summary>Finds the usage stores of a cmdlet, and reports failures as the module's errors.</summary>
internal sealed class UsageStores(PSCmdlet cmdlet, string? storePath)
{
    private readonly string? _given = storePath is null ? null : OutputLocation.InFileSystem(cmdlet, storePath);

    /// <summary>
    /// Returns the folder of the store: the specified one, the one that belongs to the service, or the user's own. Ends
    /// the cmdlet with an error if there is none.
    /// </summary>
    /// <param name="serviceStore">See <see cref="Services.IBillingService.UsageStore"/>.</param>
    public string Find(Func<string>? serviceStore)
    {
        try
        {
            return _given ?? serviceStore?.Invoke() ?? UsageStoreLocation.Find(given: null);
        }
        catch (Exception exception) when (ErrorRecords.TryFromStore(exception, target: null) is { } error)
        {
            throw new ErrorRecordException(error);
        }
    }

    /// <summary>
    /// Returns the folder of an existing store, for a cmdlet that needs no session. If a session is open, its store is
    /// used.
    /// </summary>
    public string Find(BillingSession? session)
    {
        var folder = Find(session is { IsOpen: true } ? session.Service.UsageStore : null);
        if (IsMissing(folder))
        {
            throw new ErrorRecordException(ErrorRecords.StoreNotFound(folder));
        }
        return folder;
    }

    /// <summary>
    /// True if the folder was specified, as an argument or in the environment, and doesn't exist. Ends the cmdlet with
    /// an error if it can't be read.
    /// </summary>
    public bool IsMissing(string folder)
    {
        try
        {
            return !UsageStoreLocation.Exists(folder)
                && (_given is not null || UsageStoreLocation.IsInEnvironment(folder));
        }
        catch (Exception exception) when (ErrorRecords.TryFromStore(exception, folder) is { } error)
        {
            cmdlet.ThrowTerminatingError(error);
            throw;
        }
    }

    /// <summary>
    /// True if a store has no organization. False if it can't be read, which is an error of each organization.
    /// </summary>
    public static bool IsEmpty(string folder)
    {
        try
        {
            return new UsageStore(folder).OrganizationIds.Count == 0;
        }
        catch (Exception exception) when (ErrorRecords.TryFromStore(exception, folder) is not null)
        {
            return false;
        }
    }

    /// <summary>
    /// Lists the IDs of the organizations in a store. Ends the cmdlet with an error if they can't be read.
    /// </summary>
    public IReadOnlyList<string> ListOrganizations(string folder)
    {
        try
        {
            return new UsageStore(folder).OrganizationIds;
        }
        catch (Exception exception) when (ErrorRecords.TryFromStore(exception, folder) is { } error)
        {
            throw new ErrorRecordException(error);
        }
    }

    /// <summary>Runs an operation on a store for one organization.</summary>
    public static IReadOnlyList<object> Run(string organizationId, Func<IEnumerable<object>> work)
    {
        try
        {
            return [.. work()];
        }
        catch (Exception exception) when (ErrorRecords.TryFromStore(exception, organizationId) is { } error)
        {
            throw new ErrorRecordException(error);
        }
    }
}
