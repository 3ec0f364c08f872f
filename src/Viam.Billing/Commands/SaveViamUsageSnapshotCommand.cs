using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Parameters;
using Viam.Billing.Pipeline;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Commands;

/// <summary>Saves the current month's usage of organizations to the usage store.</summary>
[Cmdlet(
    VerbsData.Save,
    "ViamUsageSnapshot",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low,
    HelpUri = OnlineHelp.Folder + "Save-ViamUsageSnapshot.md"
)]
[OutputType(typeof(SavedUsageSnapshot))]
public sealed class SaveViamUsageSnapshotCommand : UsageCommand
{
    private BlockingTaskScheduler? _disk;
    private bool? _isApproved;

    /// <summary>
    /// A snapshot isn't saved if the store has one that was read within this time. Default: one hour.
    /// </summary>
    [Parameter]
    [ValidateInterval]
    [ArgumentCompletions("0", "01:00:00", "06:00:00", "12:00:00")]
    public TimeSpan MinimumInterval { get; set; } = TimeSpan.FromHours(1);

    private protected override bool CreatesStore => true;

    private protected override TaskScheduler LocalScheduler => _disk ??= new BlockingTaskScheduler(ThrottleLimit);

    private protected override Task ProcessAsync()
    {
        // One confirmation, before the first request, because it applies to the store.
        _isApproved ??= Pipeline.ShouldProcess("usage store", "Save usage snapshots");
        var interval = MinimumInterval;
        return _isApproved.Value ? WithUsageAsync(item => [Save(item, interval)]) : Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _disk?.Dispose();
        }
    }

    private static SavedUsageSnapshot Save(UsageWorkItem item, TimeSpan interval)
    {
        SandboxMark.Check(item.StoreFolder, item.Usage.ServiceStore is not null);
        var saved = new UsageStore(item.StoreFolder).Save(
            item.OrganizationId,
            item.Current,
            interval,
            item.CancellationToken
        );
        return new SavedUsageSnapshot
        {
            OrganizationName = item.Usage.OrganizationName,
            OrganizationId = item.OrganizationId,
            ReadAt = item.Current.ReadAt,
            StartDate = item.Current.Period.Start,
            EndDate = item.Current.Period.End,
            Subtotal = item.Current.Subtotal,
            Status = saved.Status,
            Path = saved.Path,
        };
    }
}
