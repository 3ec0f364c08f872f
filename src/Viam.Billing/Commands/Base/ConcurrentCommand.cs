using System.Management.Automation;
using Viam.Billing.Parameters;
using Viam.Billing.Pipeline;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>The base class of cmdlets that make requests concurrently and write the results in input order.</summary>
public abstract partial class ConcurrentCommand : SessionCommand
{
    private readonly ProgressThrottle _progress = new();
    private OrderedTaskQueue? _fanOut;
    private Timer? _clock;

    /// <summary>The time for which a stopped pipeline waits for work in progress.</summary>
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromMilliseconds(800);

    private protected ConcurrentCommand() { }

    /// <summary>The number of concurrent requests. Default: 16.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Starts a request when the throttle limit permits, and writes the results that have completed.</summary>
    /// <param name="target">The specified object, which is the target of errors.</param>
    /// <param name="work">Runs concurrently: it must not access the cmdlet or its parameters.</param>
    /// <param name="organizationId">
    /// The only organization whose name the results need; null if they may need others.
    /// </param>
    private protected Task StartAsync(
        object target,
        Func<IBillingService, CallContext, Task<IEnumerable<object>>> work,
        string? organizationId = null
    )
    {
        var fanOut = FanOut;
        EmitFinished(fanOut);
        if (!fanOut.HasRoom || IsHoldingNotices)
        {
            return StartLaterAsync(fanOut, target, work, organizationId);
        }

        Start(fanOut, target, work, organizationId);
        return EmitIfOneAtATimeAsync();
    }

    private protected override async Task EndAsync()
    {
        await EmitAllAsync();
        if (_progress.IsShown)
        {
            Pipeline.WriteProgress(
                new ProgressRecord(0, MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed }
            );
        }

        OnCompleted();
    }

    /// <summary>Called last, after all results have been written.</summary>
    private protected virtual void OnCompleted() { }

    /// <summary>Waits for all work and writes its results.</summary>
    private protected async Task EmitAllAsync()
    {
        while (_fanOut is { IsEmpty: false } fanOut)
        {
            await WaitForNextAsync(fanOut);
            DrainCompleted(fanOut);
        }
        WriteNotices();
    }

    /// <summary>Additional text for the progress display.</summary>
    private protected virtual string? ProgressDetail => null;

    /// <summary>
    /// Waits for work in progress when the pipeline stops, so that it doesn't continue in the background or leave files
    /// behind.
    /// </summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Cancel();
            _clock?.Dispose();
            _fanOut?.WaitUntilIdle(s_shutdownTimeout);
        }
        base.Dispose(disposing);
    }

    private OrderedTaskQueue FanOut
    {
        get
        {
            if (_fanOut is not null)
            {
                return _fanOut;
            }

            var fanOut = new OrderedTaskQueue(ThrottleLimit);
            StopToken.UnsafeRegister(static fanOut => ((OrderedTaskQueue)fanOut!).Wake(), fanOut);
            return _fanOut = fanOut;
        }
    }

    private async Task StartLaterAsync(
        OrderedTaskQueue fanOut,
        object target,
        Func<IBillingService, CallContext, Task<IEnumerable<object>>> work,
        string? organizationId
    )
    {
        await WaitForRoomAsync(fanOut);
        Start(fanOut, target, work, organizationId);
        await EmitIfOneAtATimeAsync();
    }

    private async Task WaitForRoomAsync(OrderedTaskQueue fanOut)
    {
        while (!fanOut.HasRoom)
        {
            await WaitForNextAsync(fanOut);
            DrainCompleted(fanOut);
        }
        await EmitHeldAsync();
    }

    /// <summary>Waits for the result if it is written before the next record is read.</summary>
    private Task EmitIfOneAtATimeAsync() => IsOneAtATime ? EmitAllAsync() : Task.CompletedTask;

    /// <summary>
    /// True if a result is written before the next record is read. With a limit of 1, -PipelineVariable then matches it.
    /// </summary>
    private protected virtual bool IsOneAtATime => ThrottleLimit == 1;

    private void Start(
        OrderedTaskQueue fanOut,
        object target,
        Func<IBillingService, CallContext, Task<IEnumerable<object>>> work,
        string? organizationId
    )
    {
        var service = Service;
        var call = Call;
        using (PipelineSynchronizationContext.SuppressContext())
        {
            fanOut.Start(target, () => work(service, call));
            _hasRequests = true;
            if (EmitsNames)
            {
                Names.BeginLoading(organizationId);
            }
        }
    }

    /// <summary>Waits until work completes, the pipeline is stopped, or progress must be shown.</summary>
    private Task WaitForNextAsync(OrderedTaskQueue fanOut)
    {
        _clock ??= new Timer(
            static fanOut => ((OrderedTaskQueue)fanOut!).Wake(),
            fanOut,
            ProgressThrottle.Interval,
            ProgressThrottle.Interval
        );
        return fanOut.WaitAsync();
    }

    private void DrainCompleted(OrderedTaskQueue fanOut)
    {
        StopToken.ThrowIfCancellationRequested();
        EmitFinished(fanOut);
        if (_progress.IsDue && !MayEndAt("ProgressAction", "ProgressPreference"))
        {
            var status = $"{fanOut.Finished} completed, {fanOut.Running} in progress";
            Pipeline.WriteProgress(
                new ProgressRecord(
                    0,
                    MyInvocation.MyCommand.Name,
                    ProgressDetail is { } detail ? $"{status}, {detail}" : status
                )
            );
        }
    }

    /// <summary>
    /// Writes results first, because a verbose, warning, or progress preference of Stop ends the pipeline.
    /// </summary>
    private void EmitFinished(OrderedTaskQueue fanOut)
    {
        // A request is reported slightly earlier than its result is available.
        if (EmitOutcomes(fanOut))
        {
            WriteCallReports();
        }
    }

    /// <returns>True if any outcome was written.</returns>
    private bool EmitOutcomes(OrderedTaskQueue fanOut)
    {
        var hasAny = false;
        while (fanOut.TryTake(_hasNames ??= HasNames, out var outcome))
        {
            hasAny = true;
            foreach (var item in outcome.Items)
            {
                WriteResult(item);
            }
            if (outcome.Error is { } error)
            {
                QueueFailure(error, outcome.Target);
                if (EndsAtFirstError && MayEndAt("ErrorAction", "ErrorActionPreference"))
                {
                    WriteNoticesNow();
                }
            }
            WriteNotices();
        }
        return hasAny;
    }
}
