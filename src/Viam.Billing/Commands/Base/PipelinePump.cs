using System.Collections.Concurrent;

namespace Viam.Billing.Commands;

/// <summary>
/// Runs an async step of a cmdlet on the pipeline thread: what the step awaits comes back to this thread, which alone may write to the pipeline.
/// </summary>
internal sealed class PipelinePump : SynchronizationContext
{
    private readonly BlockingCollection<Posted> _queue = [];

    /// <summary>Runs a step to its end. It ends when its task does, never by a token, so that nothing goes on behind the pipeline's back.</summary>
    public static void Run(Func<Task> step)
    {
        var outer = Current;
        var pump = new PipelinePump();
        SetSynchronizationContext(pump);
        try
        {
            var task = step();
            if (!task.IsCompleted) pump.RunUntil(task);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>
    /// Runs something that may lead into other people's code, such as the rest of the pipeline, without this context: what blocks there on a task of its own
    /// would wait forever for a thread that is waiting for it.
    /// </summary>
    public static void RunOutside(Action action)
    {
        var pump = Current;
        SetSynchronizationContext(null);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(pump);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _queue.Add(new Posted(d, state));
        }
        catch (InvalidOperationException)
        {
            // The step is over; what was started beside it ends where it can.
            ThreadPool.QueueUserWorkItem(item => item.Callback(item.State), (Callback: d, State: state), preferLocal: false);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("The pipeline thread takes posted work only.");

    private void RunUntil(Task task)
    {
        task.ContinueWith(
            static (_, state) => ((PipelinePump)state!)._queue.CompleteAdding(), this, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var posted in _queue.GetConsumingEnumerable()) posted.Callback(posted.State);
    }

    // A class, since .NET has the queue's code compiled for one.
    private sealed record Posted(SendOrPostCallback Callback, object? State);
}
