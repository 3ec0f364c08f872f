namespace Viam.Billing.Pipeline;

/// <summary>
/// Runs an async step of a cmdlet on the pipeline thread: what the step awaits comes back to this thread, which alone may write to the pipeline.
/// </summary>
internal sealed class PipelineSynchronizationContext : SynchronizationContext
{
    private readonly Queue<Posted> _posted = new();
    private bool _isOver;

    /// <summary>Runs a step to its end. It ends when its task does, never by a token, so that nothing goes on behind the pipeline's back.</summary>
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
    /// Takes this context away, until what is returned is disposed, for what may lead into other people's code, such as the rest of the pipeline: what blocks there on a task
    /// of its own would wait forever for a thread that is waiting for it.
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
        // The step is over; what was started beside it ends where it can.
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

    /// <summary>Waits for work; null once the task has ended and nothing is left.</summary>
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

    /// <summary>The time without the context.</summary>
    internal readonly struct Absence(SynchronizationContext? context) : IDisposable
    {
        public void Dispose() => SetSynchronizationContext(context);
    }

    private sealed record Posted(SendOrPostCallback Callback, object? State);
}
