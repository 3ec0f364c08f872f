using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Usage;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// A cmdlet that works with the current month's usage of organizations: usage from the pipeline, without a request, or
/// that of the organizations it is given.
/// </summary>
public abstract class UsageCommand : OrganizationCommand
{
    private UsageStores? _stores;
    private bool _hasReportedDefect;
    private bool _hasReportedStore;

    private protected UsageCommand() { }

    /// <summary>Usage, as Get-ViamCurrentMonthUsage returns it. No request is made for it.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public UsageInput[]? InputObject { get; set; }

    /// <summary>The folder of the usage store. Default: VIAM_BILLING_STORE, else the user's application data.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <summary>True if the cmdlet creates the store if it doesn't exist.</summary>
    private protected virtual bool CreatesStore => false;

    private protected UsageStores Stores => _stores ??= new UsageStores(this, StorePath);

    /// <summary>Begins work with each organization's usage.</summary>
    private protected async Task WithUsageAsync(Func<UsageWorkItem, IEnumerable<object>> work)
    {
        if (InputObject is null && MyInvocation.ExpectingInput && GivenOrganizations is null)
        {
            // An object without an organization must not be taken for the default one.
            Pipeline.WriteError(ErrorRecords.OrganizationRequired("Organization"));
            return;
        }
        if (InputObject is null)
        {
            var folder = FindStore(Service.UsageStore);
            await ReadEachAsync(
                async (service, organizationId, call) =>
                {
                    var usage = await service.GetCurrentMonthUsageAsync(organizationId, call).ConfigureAwait(false);
                    return Run(usage.Total, folder, work, call.CancellationToken);
                }
            );
            return;
        }
        foreach (var input in InputObject)
        {
            if (input.Usage is { } usage)
            {
                var folder = FindStore(usage.ServiceStore);
                await StartLocalAsync(usage.OrganizationId, stop => Run(usage, folder, work, stop));
            }
            else if (!_hasReportedDefect)
            {
                // Once: all rows of an organization have the same one.
                _hasReportedDefect = true;
                Pipeline.WriteError(ErrorRecords.UsageIncomplete(input.Defect));
            }
        }
    }

    /// <summary>Warns of rows whose amount is unknown.</summary>
    /// <param name="consequence">As a sentence.</param>
    private protected void WarnOfUnknown(UsageWorkItem item, IReadOnlyList<UsageRowKey> rows, string consequence)
    {
        if (rows.Count > 0)
        {
            QueueWarning(
                $"The cost of {string.Join(", ", rows)} of organization {item.Usage.OrganizationName ?? item.OrganizationId} is unknown. {consequence}"
            );
        }
    }

    private string FindStore(Func<string>? serviceStore)
    {
        var folder = Stores.Find(serviceStore);
        if (!CreatesStore && !_hasReportedStore && !Stores.Exists(folder))
        {
            _hasReportedStore = true;
            Pipeline.WriteWarning($"The usage store '{folder}' doesn't exist, so there is no history.");
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
            ?? throw new ErrorRecordException(ErrorRecords.UsagePeriodUnknown(usage.OrganizationId));
        return UsageStores.Run(usage.OrganizationId, () => work(new UsageWorkItem(usage, snapshot, folder, stop)));
    }
}
