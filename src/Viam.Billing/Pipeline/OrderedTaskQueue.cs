using System.Diagnostics.CodeAnalysis;

namespace Viam.Billing.Pipeline;

/// <summary>
/// Runs tasks concurrently and returns their outcomes in input order. All members except <see cref="Wake"/> must be
/// called on one thread.
/// </summary>
/// <param name="limit">The maximum number of concurrent tasks.</param>
/// <param name="startsLater">
/// True if tasks may be added before they can start. A task that completes then starts the next one on its thread,
/// which is faster than waking the calling thread.
/// </param>
internal sealed class OrderedTaskQueue(int limit, bool startsLater = false)
{
    /// <summary>
    /// The maximum number of outcomes that wait for a slow task. Large enough to keep the other tasks running, and
    /// limited to keep memory usage constant.
    /// </summary>
    private readonly int _window = checked(limit * 4);
    private readonly Queue<Task<TaskOutcome>> _tasks = new();

    /// <summary>The tasks that haven't started. Its lock also guards the number of running tasks.</summary>
    private readonly Queue<Work> _waiting = new();

    /// <summary>Set when a task has completed since the last wait.</summary>
    private readonly ManualResetEventSlim _changed = new();
    private int _running;
    private int _finished;

    public bool IsEmpty => _tasks.Count == 0;

    /// <summary>
    /// True if a task can be added now. If the window is full, only <see cref="TryTake"/> makes room.
    /// </summary>
    public bool HasRoom => _tasks.Count < _window && (startsLater || Running < limit);

    public int Running => Volatile.Read(ref _running);

    public int Finished => Volatile.Read(ref _finished);

    /// <summary>The next outcome in order, if it is available and what else it needs is ready.</summary>
    public bool TryTake(Predicate<TaskOutcome> isReady, [NotNullWhen(true)] out TaskOutcome? outcome)
    {
        outcome = _tasks.TryPeek(out var next) && next.IsCompleted ? next.Result : null;
        if (outcome is null || !isReady(outcome))
        {
            outcome = null;
            return false;
        }

        _tasks.Dequeue();
        return true;
    }

    /// <summary>
    /// Waits until a task has completed since the last wait, until <see cref="Wake"/> is called, or until the time is
    /// over.
    /// </summary>
    public void Wait(TimeSpan atMost, CancellationToken cancellationToken)
    {
        _changed.Wait(atMost, cancellationToken);
        // Before the caller looks for outcomes, so that no later one is missed.
        _changed.Reset();
    }

    /// <summary>Ends the current wait, or the next one if there is none.</summary>
    public void Wake() => _changed.Set();

    /// <summary>Waits for all tasks that have started and ignores their outcomes. No other task starts.</summary>
    public void WaitUntilIdle(TimeSpan atMost)
    {
        lock (_waiting)
        {
            while (_waiting.TryDequeue(out var work))
            {
                work.SetResult(new TaskOutcome(work.Target, [], new OperationCanceledException()));
            }
        }
        if (Running > 0)
        {
            Task.WaitAll([.. _tasks], atMost);
        }
    }

    /// <summary>Adds an outcome in order, without a task.</summary>
    public void AddCompleted(TaskOutcome outcome) => _tasks.Enqueue(Task.FromResult(outcome));

    public void Start(object target, Func<Task<IEnumerable<object>>> run)
    {
        var work = new Work(target, run);
        _tasks.Enqueue(work.Task);
        bool isOnlyOne;
        lock (_waiting)
        {
            if (_running >= limit)
            {
                _waiting.Enqueue(work);
                return;
            }
            isOnlyOne = _running++ == 0;
        }
        // If no other task is running, the task starts on this thread, because switching to another thread takes
        // longer.
        _ = isOnlyOne ? RunAsync(work) : Task.Run(() => RunAsync(work));
    }

    // Never throws, so that there is no unobserved exception in a task that isn't awaited.
    private async Task RunAsync(Work? work)
    {
        while (work is not null)
        {
            TaskOutcome outcome;
            try
            {
                outcome = new TaskOutcome(work.Target, await work.Run().ConfigureAwait(false), null);
            }
            catch (Exception exception)
            {
                outcome = new TaskOutcome(work.Target, [], exception);
            }
            Work? next;
            lock (_waiting)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _running--;
                }
            }
            Interlocked.Increment(ref _finished);
            work.SetResult(outcome);
            // After the result is set, so that the waiting thread finds the outcome.
            _changed.Set();
            work = next;
        }
    }

    private sealed class Work(object target, Func<Task<IEnumerable<object>>> run) : TaskCompletionSource<TaskOutcome>
    {
        public object Target => target;

        public Func<Task<IEnumerable<object>>> Run => run;
    }
}

/// <summary>The outcome of a task.</summary>
/// <param name="Target">The object that the user specified.</param>
internal sealed record TaskOutcome(object Target, IEnumerable<object> Items, Exception? Error);
