using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Pipeline;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>The base class of cmdlets that make requests concurrently and write the results in input order.</summary>
public abstract partial class ConcurrentCommand : SessionCommand
{
    private readonly ProgressThrottle _progress = new();
    private readonly ConcurrentQueue<string> _warnings = new();
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
        if (!fanOut.HasRoom)
        {
            return StartLaterAsync(fanOut, target, work, organizationId);
        }

        Start(fanOut, target, work, organizationId);
        // With a limit of 1, the result is written before the next record is read, so that -PipelineVariable matches
        // it.
        return ThrottleLimit == 1 ? EmitAllAsync() : Task.CompletedTask;
    }

    private protected override bool HasPendingResults => _fanOut is { IsEmpty: false };

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

    /// <summary>
    /// Queues a warning that is written after the next result, so that a warning preference of Stop loses no result.
    /// Can be called from concurrent work.
    /// </summary>
    /// <param name="text">Null for no warning.</param>
    private protected void QueueWarning(string? text)
    {
        if (text is not null)
        {
            _warnings.Enqueue(text);
        }
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
    }

    /// <summary>Additional text for the progress display.</summary>
    private protected virtual string? ProgressDetail => null;

    private protected void WriteWarnings()
    {
        while (_warnings.TryDequeue(out var text))
        {
            Pipeline.WriteWarning(text);
        }
    }

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
        while (!fanOut.HasRoom)
        {
            await WaitForNextAsync(fanOut);
            DrainCompleted(fanOut);
        }
        Start(fanOut, target, work, organizationId);
    }

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
        if (_progress.IsDue)
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
            switch (outcome.Error)
            {
                case null:
                    foreach (var item in outcome.Items)
                    {
                        WriteResult(item);
                    }
                    WriteWarnings();
                    break;
                case var error when ErrorRecords.TryFrom(error, outcome.Target) is { } record:
                    Pipeline.WriteError(record);
                    break;
                default:
                    ExceptionDispatchInfo.Throw(outcome.Error);
                    break;
            }
        }
        return hasAny;
    }
}
