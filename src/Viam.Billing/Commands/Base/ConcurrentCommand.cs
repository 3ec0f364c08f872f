using System.Management.Automation;
using System.Runtime.ExceptionServices;
using Viam.Billing.Service;

namespace Viam.Billing.Commands;

/// <summary>A cmdlet that makes many calls side by side and emits in the order of its input.</summary>
public abstract class ConcurrentCommand : SessionCommand
{
    private readonly ProgressClock _progress = new();
    private OrderedFanOut? _fanOut;

    /// <summary>How long the end of a stopped pipeline waits for what was in flight.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(800);

    private protected ConcurrentCommand()
    {
    }

    /// <summary>How many calls run at the same time. Default: 16.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Starts a call as soon as there is room for it, and emits what has ended meanwhile.</summary>
    /// <param name="target">What the person named; errors carry it.</param>
    /// <param name="work">Runs off the pipeline thread, beside others: it must not touch the cmdlet or its parameters.</param>
    private protected async Task StartAsync(object target, Func<IBillingService, CallContext, Task<IEnumerable<object>>> work)
    {
        _fanOut ??= new OrderedFanOut(ThrottleLimit);
        EmitFinished(_fanOut);
        while (!_fanOut.HasRoom)
        {
            await WaitAsync(_fanOut);
            EmitFinished(_fanOut);
        }
        var service = Service;
        var call = Call;
        _fanOut.Start(target, () => work(service, call));
    }

    /// <summary>Starts a call for each organization that is named, or else for the session's own. What is no organization id is refused.</summary>
    /// <param name="goesAhead">Asked for each organization before anything is sent; null lets all go ahead.</param>
    private protected async Task StartForOrganizationsAsync(
        string[]? organizationIds, Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> work, Func<string, bool>? goesAhead = null)
    {
        foreach (var typed in organizationIds ?? [DefaultOrganization("OrganizationId")])
        {
            if (!OrganizationIds.TryNormalize(typed, out var organizationId)) Fail(Errors.InvalidOrganizationId(typed));
            else if (goesAhead?.Invoke(organizationId) ?? true) await StartAsync(typed, (service, call) => work(service, organizationId, call));
        }
    }

    private protected override async Task EndAsync()
    {
        while (_fanOut is { IsEmpty: false })
        {
            await WaitAsync(_fanOut);
            EmitFinished(_fanOut);
        }
        if (_progress.IsShown) Show(new ProgressRecord(0, MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed });
    }

    /// <summary>The session's own organization, for a parameter that was left out.</summary>
    private protected string DefaultOrganization(string parameter)
    {
        var organizationId = ActiveSession.OrganizationId;
        // An object that came down the pipeline without an organization must not be taken for the default one.
        var boundToNothing = MyInvocation.BoundParameters.ContainsKey(parameter);
        if (organizationId is null || boundToNothing) ThrowTerminatingError(Errors.OrganizationRequired(parameter));
        return organizationId!;
    }

    /// <summary>More about what is under way, for the progress display.</summary>
    private protected virtual string? ProgressDetail => null;

    /// <summary>What is in flight when the pipeline stops ends first, so that none of it goes on or leaves anything behind.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Cancel();
            _fanOut?.WaitUntilIdle(s_patience);
        }
        base.Dispose(disposing);
    }

    private async Task WaitAsync(OrderedFanOut fanOut)
    {
        await fanOut.WaitAsync(ProgressClock.Interval, StopToken);
        if (!_progress.IsDue) return;
        var status = $"{fanOut.Finished} done, {fanOut.Running} under way";
        Show(new ProgressRecord(0, MyInvocation.MyCommand.Name, ProgressDetail is { } detail ? $"{status}, {detail}" : status));
    }

    private void EmitFinished(OrderedFanOut fanOut)
    {
        TellCalls();
        while (fanOut.TryTake(out var outcome))
        {
            switch (outcome.Error)
            {
                case null:
                    foreach (var item in outcome.Items)
                    {
                        if (item is Warning warning) Warn(warning.Text);
                        else Emit(item);
                    }
                    break;
                case BillingException error:
                    Fail(Errors.From(error, outcome.Target));
                    break;
                case RecordedException error:
                    Fail(error.Record);
                    break;
                default:
                    ExceptionDispatchInfo.Throw(outcome.Error);
                    break;
            }
        }
    }
}
