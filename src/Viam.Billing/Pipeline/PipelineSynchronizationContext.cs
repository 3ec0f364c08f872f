namespace Viam.Billing.Pipeline;

/// <summary>
/// Runs an asynchronous step of a cmdlet on the pipeline thread. Continuations return to this thread, because only this
/// thread can write to the pipeline.
/// </summary>
internal sealed class PipelineSynchronizationContext : SynchronizationContext
{
    private readonly Queue<Posted> _posted = new();
    private bool _isOver;

    /// <summary>
    /// Runs a step to completion. The step ends only when its task completes, not when it is canceled, so that nothing
    /// continues in the background.
    /// </summary>
    public static void Run(Func<Task> step)
    {
        var outer = Current;
        var pump = new PipelineSynchronizationContext();
        SetSynchronizationContext(pump);
        try
        {
            var task = step();
            pump.RunUntil(task);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>
    /// Removes this context until the returned object is disposed, for calls that can run other code, such as the rest
    /// of the pipeline. Otherwise, code that blocks on a task would wait forever for a thread that is waiting for the
    /// code.
    /// </summary>
    public static Absence SuppressContext()
    {
        var absence = new Absence(Current);
        SetSynchronizationContext(null);
        return absence;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_posted)
        {
            if (!_isOver)
            {
                _posted.Enqueue(new Posted(d, state));
                Monitor.Pulse(_posted);
                return;
            }
        }
        // The step has completed. Tasks that it started run their continuations on the thread pool.
        ThreadPool.QueueUserWorkItem(item => item.Callback(item.State), new Posted(d, state), preferLocal: false);
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("The pipeline thread takes posted work only.");

    private void RunUntil(Task task)
    {
        if (!task.IsCompleted)
        {
            task.ContinueWith(
                static (_, state) => ((PipelineSynchronizationContext)state!).Wake(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        }
        while (Next(task) is { } posted)
        {
            posted.Callback(posted.State);
        }
    }

    /// <summary>Waits for a continuation; null after the task has completed and no continuation remains.</summary>
    private Posted? Next(Task task)
    {
        lock (_posted)
        {
            while (_posted.Count == 0)
            {
                if (task.IsCompleted)
                {
                    _isOver = true;
                    return null;
                }
                Monitor.Wait(_posted);
            }
            return _posted.Dequeue();
        }
    }

    private void Wake()
    {
        lock (_posted)
        {
            Monitor.Pulse(_posted);
        }
    }

    /// <summary>Restores the context when it is disposed.</summary>
    internal readonly struct Absence(SynchronizationContext? context) : IDisposable
    {
        public void Dispose() => SetSynchronizationContext(context);
    }

    private sealed record Posted(SendOrPostCallback Callback, object? State);
}
