using System.Management.Automation;
using Viam.Billing.Parameters;
using Viam.Billing.Pipeline;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>The base class of cmdlets that make requests concurrently and write the results in input order.</summary>
public abstract partial class ConcurrentCommand : SessionCommand
{
    private readonly ProgressThrottle _progress = new();
    private OrderedTaskQueue? _queue;

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
        WaitForRoom();
        var service = Service;
        var call = Call;
        using (PipelineSynchronizationContext.SuppressContext())
        {
            Queue.Start(target, () => work(service, call));
            _hasRequests = true;
            if (EmitsNames)
            {
                Names.BeginLoading(organizationId);
            }
        }
        EmitIfOneAtATime();
        return Task.CompletedTask;
    }

    private protected override Task EndAsync()
    {
        EmitAll();
        if (_progress.IsShown)
        {
            Pipeline.WriteProgress(
                new ProgressRecord(0, MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed }
            );
        }

        OnCompleted();
        return Task.CompletedTask;
    }

    /// <summary>Called last, after all results have been written.</summary>
    private protected virtual void OnCompleted() { }

    /// <summary>Waits for all work and writes its results.</summary>
    private protected void EmitAll()
    {
        while (_queue is { IsEmpty: false } queue)
        {
            EmitNext(queue);
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
            _queue?.WaitUntilIdle(s_shutdownTimeout);
        }
        base.Dispose(disposing);
    }

    private OrderedTaskQueue Queue => _queue ??= new OrderedTaskQueue(ThrottleLimit, ReadsAhead);

    /// <summary>
    /// True if input is read before its work can start. False if the cmdlet changes something, because a change that
    /// was confirmed isn't made if the pipeline is stopped before it starts.
    /// </summary>
    private protected virtual bool ReadsAhead => false;

    /// <summary>Writes the results that have completed, and waits until other work can be added.</summary>
    private void WaitForRoom()
    {
        var queue = Queue;
        EmitCompleted(queue);
        while (!queue.HasRoom)
        {
            EmitNext(queue);
        }
        EmitHeld();
    }

    /// <summary>Waits for the result if it is written before the next record is read.</summary>
    private void EmitIfOneAtATime()
    {
        if (IsOneAtATime)
        {
            EmitAll();
        }
    }

    /// <summary>
    /// True if a result is written before the next record is read. With a limit of 1, -PipelineVariable then
    /// matches it.
    /// </summary>
    private protected virtual bool IsOneAtATime => ThrottleLimit == 1;

    /// <summary>
    /// Waits until work completes or progress must be shown, and writes the results that have completed. It blocks,
    /// because the pipeline thread has nothing else to do.
    /// </summary>
    private void EmitNext(OrderedTaskQueue queue)
    {
        queue.Wait(ProgressThrottle.Interval, StopToken);
        StopToken.ThrowIfCancellationRequested();
        EmitCompleted(queue);
        if (_progress.IsDue && !MayEndAt("ProgressAction", "ProgressPreference"))
        {
            var status = $"{queue.Finished} completed, {queue.Running} in progress";
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
    private void EmitCompleted(OrderedTaskQueue queue)
    {
        // A request is reported slightly earlier than its result is available.
        if (EmitOutcomes(queue))
        {
            WriteCallReports();
        }
    }

    /// <returns>True if any outcome was written.</returns>
    private bool EmitOutcomes(OrderedTaskQueue queue)
    {
        var hasAny = false;
        while (queue.TryTake(_hasNames ??= HasNames, out var outcome))
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
