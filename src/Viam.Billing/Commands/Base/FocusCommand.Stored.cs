using System.Management.Automation;
using Viam.Billing.Focus;
using Viam.Billing.Pipeline;
using Viam.Billing.Sessions;

namespace Viam.Billing.Commands.Base;

/// <summary>Usage in the usage store. The next organizations are read while the rows of one are written.</summary>
public abstract partial class FocusCommand
{
    private readonly Queue<ErrorRecord> _notFound = new();
    private StoredOrganizations? _stored;

    private async Task AddStoredAsync()
    {
        _stored ??= new StoredOrganizations(Stores, DefaultSession.Current, _notFound.Enqueue, WarnOfEmptyStore);
        var (folder, options, includesOpen) = (_stored.Folder, Options, (bool)IncludeOpenMonth);
        var readings = ReadAhead.RunAsync(
            FindStored(_stored),
            (item, stop) =>
                item.Account is { } account
                    ? FocusReading.Read(folder, account, options, includesOpen, stop)
                    : FocusReading.Failed(item.Error!),
            StopToken
        );
        await foreach (var reading in readings)
        {
            await AddAsync(reading);
        }
    }

    /// <summary>The organizations, each after the errors about the names before it.</summary>
    private IEnumerable<(FocusAccount? Account, ErrorRecord? Error)> FindStored(StoredOrganizations stored)
    {
        foreach (var (organizationId, name) in stored.Find(Organization))
        {
            while (_notFound.TryDequeue(out var error))
            {
                yield return (null, error);
            }
            yield return (new FocusAccount(organizationId, name), null);
        }
        while (_notFound.TryDequeue(out var error))
        {
            yield return (null, error);
        }
    }

    private async Task AddAsync(FocusReading reading)
    {
        if (reading.Error is { } error)
        {
            Pipeline.WriteError(error);
            return;
        }
        var included = new List<FocusMonth>();
        foreach (var (month, rows) in reading.Months)
        {
            if (rows is null or { IsSubtotalUnknown: true } or { UnknownCosts: > 0 })
            {
                // A message about a month comes after the rows of the months before it.
                await AddAsync(included);
                included.Clear();
            }
            if (rows is null)
            {
                WriteOmitted(month, reading.Account);
                continue;
            }
            WriteWarnings(month, rows, reading.Account);
            included.Add(rows);
        }
        await AddAsync(included);
    }
}
