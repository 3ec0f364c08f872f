using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Pipeline;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>A cmdlet that makes many calls side by side and emits in the order of its input.</summary>
public abstract partial class ConcurrentCommand : SessionCommand
{
    private readonly ProgressThrottle _progress = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private OrderedTaskQueue? _fanOut;
    private Timer? _clock;

    /// <summary>How long the end of a stopped pipeline waits for what was in flight.</summary>
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromMilliseconds(800);

    private protected ConcurrentCommand() { }

    /// <summary>How many calls run at the same time. Default: 16.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Starts a call as soon as there is room for it, and emits what has ended meanwhile.</summary>
    /// <param name="target">What the person named; errors carry it.</param>
    /// <param name="work">Runs beside others: it must not touch the cmdlet or its parameters.</param>
    /// <param name="organizationId">The only organization whose name the results need; null if they can need others.</param>
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
        // One at a time means before the next record is read, so that -PipelineVariable has the record of the result.
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

    /// <summary>Warns once a result has been emitted, so that a warning preference of Stop loses no result. For concurrent work.</summary>
    private protected void QueueWarning(string text) => _warnings.Enqueue(text);

    /// <summary>Comes last, after all that was started has been emitted.</summary>
    private protected virtual void OnCompleted() { }

    /// <summary>Emits what was started, all of it.</summary>
    private protected async Task EmitAllAsync()
    {
        while (_fanOut is { IsEmpty: false } fanOut)
        {
            await WaitForNextAsync(fanOut);
            DrainCompleted(fanOut);
        }
    }

    /// <summary>More about what is under way, for the progress display.</summary>
    private protected virtual string? ProgressDetail => null;

    private protected void WriteWarnings()
    {
        while (_warnings.TryDequeue(out var text))
        {
            Pipeline.WriteWarning(text);
        }
    }

    /// <summary>What is in flight when the pipeline stops ends first, so that none of it goes on or leaves anything behind.</summary>
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

    /// <summary>Waits for work that has ended, the person who stops it, or the time to show progress.</summary>
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

    /// <summary>Emits results first: a verbose, warning or progress preference of Stop ends the pipeline, and must not lose what was done.</summary>
    private void EmitFinished(OrderedTaskQueue fanOut)
    {
        // A call is reported a moment before its result can be taken.
        if (EmitOutcomes(fanOut))
        {
            WriteCallReports();
        }
    }

    /// <returns>True if there were any.</returns>
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
