using Viam.Billing.Pipeline;

namespace Viam.Billing.Commands.Base;

/// <summary>Concurrent work that makes no request and needs no session.</summary>
public abstract partial class ConcurrentCommand
{
    /// <summary>Starts work when the throttle limit permits, and writes the results that have completed.</summary>
    /// <param name="target">The specified object, which is the target of errors.</param>
    /// <param name="work">Runs concurrently: it must not access the cmdlet or its parameters.</param>
    private protected Task StartLocalAsync(object target, Func<CancellationToken, IReadOnlyList<object>> work)
    {
        var scheduler = LocalScheduler;
        WaitForRoom();
        var stop = StopToken;
        using (PipelineSynchronizationContext.SuppressContext())
        {
            Queue.Start(target, () => RunAsync(scheduler, work, stop));
        }
        EmitIfOneAtATime();
        return Task.CompletedTask;
    }

    /// <summary>Runs work, without a context from which it could access the cmdlet.</summary>
    private protected static Task<IEnumerable<object>> RunAsync(
        TaskScheduler scheduler,
        Func<CancellationToken, IEnumerable<object>> work,
        CancellationToken stop
    ) => Task.Factory.StartNew(() => work(stop), stop, TaskCreationOptions.DenyChildAttach, scheduler);

    /// <summary>The scheduler of work that makes no request.</summary>
    private protected virtual TaskScheduler LocalScheduler => TaskScheduler.Default;
}
