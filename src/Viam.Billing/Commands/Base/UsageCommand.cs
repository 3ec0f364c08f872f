using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;
using Viam.Billing.Usage;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// The base class of cmdlets that process the current month's usage of organizations: from the pipeline, without a
/// request, or from the specified organizations.
/// </summary>
public abstract class UsageCommand : OrganizationCommand
{
    private readonly HashSet<string> _requested = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<(object Usage, string? Key)> _given = [];
    private readonly Dictionary<string, bool> _isEmpty = [];
    private UsageStores? _stores;
    private bool _hasReportedDefect;
    private bool _hasReportedStore;

    private protected UsageCommand() { }

    /// <summary>Usage, as returned by Get-ViamCurrentMonthUsage. No request is made for it.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public UsageInput[]? InputObject { get; set; }

    /// <summary>
    /// The folder of the usage store. Default: VIAM_BILLING_STORE, otherwise a folder in the user's application data.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <summary>True if there is nothing to do without stored usage.</summary>
    private protected virtual bool NeedsHistory => false;

    /// <summary>True if the cmdlet creates the store when it doesn't exist.</summary>
    private protected virtual bool CreatesStore => false;

    // What was saved must be reported.
    private protected override bool EndsAtFirstError => !CreatesStore;

    private protected UsageStores Stores => _stores ??= new UsageStores(this, StorePath);

    /// <summary>Starts work with the usage of each organization.</summary>
    /// <param name="key">
    /// Distinguishes the work with an organization from other work in the same pipeline; null if only the same object
    /// is the same work.
    /// </param>
    private protected async Task WithUsageAsync(Func<UsageWorkItem, IEnumerable<object>> work, string? key = null)
    {
        if (!await HasTargetAsync())
        {
            return;
        }
        if (InputObject is null)
        {
            if (!await HasHistoryAsync(Service.UsageStore))
            {
                return;
            }
            var folder = FindStore(Service.UsageStore);
            var scheduler = LocalScheduler;
            await ReadEachAsync(
                async (service, organizationId, call) =>
                {
                    var usage = await service.GetCurrentMonthUsageAsync(organizationId, call).ConfigureAwait(false);
                    return await RunAsync(
                            scheduler,
                            stop => Run(usage.Total, folder, work, stop),
                            call.CancellationToken
                        )
                        .ConfigureAwait(false);
                },
                key
            );
            return;
        }
        foreach (var input in InputObject)
        {
            if (
                await GetUsageAsync(input) is not { } usage
                || !IsNew(usage, key)
                || !await HasHistoryAsync(usage.ServiceStore)
            )
            {
                continue;
            }
            var folder = FindStore(usage.ServiceStore);
            await StartLocalAsync(usage.OrganizationId, stop => Run(usage, folder, work, stop));
        }
    }

    /// <summary>Starts one request per organization, with its usage if that came from the pipeline.</summary>
    /// <param name="read">
    /// Receives the service, the organization, its usage or null, and the folder of the usage store.
    /// </param>
    private protected async Task RequestEachAsync(
        Func<IBillingService, string, CurrentMonthUsage?, string, CallContext, Task<object>> read
    )
    {
        if (!await HasTargetAsync())
        {
            return;
        }
        if (InputObject is null)
        {
            var folder = FindStore(Service.UsageStore);
            await ReadEachAsync(
                async (service, organizationId, call) =>
                    [await read(service, organizationId, null, folder, call).ConfigureAwait(false)]
            );
            return;
        }
        foreach (var input in InputObject)
        {
            if (await GetUsageAsync(input) is not { } usage || !_requested.Add(usage.OrganizationId))
            {
                continue;
            }
            var folder = FindStore(usage.ServiceStore);
            await StartAsync(
                usage.OrganizationId,
                async (service, call) =>
                    [await read(service, usage.OrganizationId, usage, folder, call).ConfigureAwait(false)]
            );
        }
    }

    /// <summary>
    /// Returns false, with an error, if an object from the pipeline is neither usage nor an organization.
    /// </summary>
    private protected async Task<bool> HasTargetAsync()
    {
        if (InputObject is not null || !MyInvocation.ExpectingInput || GivenOrganizations is not null)
        {
            return true;
        }
        // The default organization must not be used for an object without an organization.
        await WriteErrorAsync(ErrorRecords.OrganizationMissing());
        return false;
    }

    /// <summary>The usage in an object from the pipeline; null, with an error, if it is incomplete.</summary>
    private async Task<CurrentMonthUsage?> GetUsageAsync(UsageInput input)
    {
        if (input.Usage is null && !_hasReportedDefect)
        {
            // Reported once, because all rows of an organization have the same defect.
            _hasReportedDefect = true;
            await WriteErrorAsync(ErrorRecords.UsageIncomplete(isRow: input.Defect == UsageInputDefect.Row));
        }
        return input.Usage;
    }

    /// <summary>Warns about rows whose amount is unknown.</summary>
    /// <param name="consequence">The consequence, as a sentence.</param>
    private protected void WarnOfUnknown(UsageWorkItem item, IReadOnlyList<UsageRowKey> rows, string consequence)
    {
        if (rows.Count > 0)
        {
            QueueWarning(() =>
                $"The cost of {string.Join(", ", rows)} of organization "
                + $"{DescribeKnown(item.OrganizationId, item.Usage.OrganizationName)} is unknown. {consequence}"
            );
        }
    }

    /// <summary>Returns false, with an error once, if the cmdlet needs stored usage and there is none.</summary>
    private async Task<bool> HasHistoryAsync(Func<string>? serviceStore)
    {
        if (!NeedsHistory)
        {
            return true;
        }
        var folder = Stores.Find(serviceStore);
        if (!_isEmpty.TryGetValue(folder, out var isEmpty))
        {
            _isEmpty[folder] = isEmpty = UsageStores.IsEmpty(folder);
            if (isEmpty)
            {
                await WriteErrorAsync(ErrorRecords.UsageStoreEmpty(folder));
            }
        }
        return !isEmpty;
    }

    private bool IsNew(CurrentMonthUsage usage, string? key)
    {
        if (_given.Add((key is null ? usage : usage.OrganizationId.ToLowerInvariant(), key)))
        {
            return true;
        }
        Pipeline.WriteVerbose(
            $"Organization {DescribeKnown(usage.OrganizationId, usage.OrganizationName)} was already processed in this "
                + "pipeline."
        );
        return false;
    }

    private protected string FindStore(Func<string>? serviceStore)
    {
        var folder = Stores.Find(serviceStore);
        if (!CreatesStore && !_hasReportedStore && Stores.IsMissing(folder))
        {
            _hasReportedStore = true;
            Warn($"The usage store '{folder}' doesn't exist, so no history is available. {ErrorRecords.SaveDaily}");
        }
        return folder;
    }

    private static IReadOnlyList<object> Run(
        CurrentMonthUsage usage,
        string folder,
        Func<UsageWorkItem, IEnumerable<object>> work,
        CancellationToken stop
    )
    {
        var snapshot =
            UsageSnapshot.From(usage)
            ?? throw new NamedErrorException(
                usage.OrganizationId,
                usage.OrganizationName,
                ErrorRecords.UsagePeriodUnknown
            );
        return UsageStores.Run(usage.OrganizationId, () => work(new UsageWorkItem(usage, snapshot, folder, stop)));
    }
}
