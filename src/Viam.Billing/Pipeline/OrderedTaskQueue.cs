using System.Diagnostics.CodeAnalysis;

namespace Viam.Billing.Pipeline;

/// <summary>
/// Runs tasks concurrently and returns their outcomes in input order. All members except <see cref="Wake"/> must be
/// called on one thread.
/// </summary>
/// <param name="limit">The maximum number of concurrent tasks.</param>
internal sealed class OrderedTaskQueue(int limit)
{
    /// <summary>
    /// The maximum number of outcomes that wait for a slow task. Large enough to keep the other tasks running, and
    /// limited to keep memory usage constant.
    /// </summary>
    private readonly int _window = checked(limit * 4);
    private readonly Queue<Work> _queue = new();
    private readonly object _lock = new();
    private TaskCompletionSource? _waiting;
    private bool _hasNews;
    private int _running;
    private int _done;

    public bool IsEmpty => _queue.Count == 0;

    /// <summary>
    /// True if a task can be started now. If the window is full, only <see cref="TryTake"/> makes room.
    /// </summary>
    public bool HasRoom => Running < limit && _queue.Count < _window;

    public int Running => Volatile.Read(ref _running);

    public int Finished => Volatile.Read(ref _done);

    /// <summary>The next outcome in order, if it is available and what else it needs is ready.</summary>
    public bool TryTake(Predicate<TaskOutcome> isReady, [NotNullWhen(true)] out TaskOutcome? outcome)
    {
        outcome = _queue.TryPeek(out var next) ? next.Outcome : null;
        if (outcome is null || !isReady(outcome))
        {
            outcome = null;
            return false;
        }

        _queue.Dequeue();
        return true;
    }

    /// <summary>Waits until a task has completed since the last wait, or until <see cref="Wake"/> is called.</summary>
    public Task WaitAsync()
    {
        lock (_lock)
        {
            if (_hasNews)
            {
                _hasNews = false;
                return Task.CompletedTask;
            }
            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    /// <summary>Ends the current wait, or the next one if there is none.</summary>
    public void Wake()
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            waiting = _waiting;
            _waiting = null;
            _hasNews = waiting is null;
        }
        waiting?.SetResult();
    }

    /// <summary>Waits for all tasks that were started and ignores their outcomes.</summary>
    public void WaitUntilIdle(TimeSpan atMost) => Task.WaitAll([.. _queue.Select(static work => work.Ended)], atMost);

    /// <summary>Adds an outcome in order, without a task.</summary>
    public void AddCompleted(TaskOutcome outcome) => _queue.Enqueue(new Work { Outcome = outcome });

    public void Start(object target, Func<Task<IEnumerable<object>>> work)
    {
        var next = new Work();
        _queue.Enqueue(next);
        // If no other task is running, the task starts on this thread, because switching to another thread takes
        // longer.
        next.Ended =
            Interlocked.Increment(ref _running) == 1
                ? RunAsync(next, target, work)
                : Task.Run(() => RunAsync(next, target, work));
    }

    // Never throws, so that there is no unobserved exception in a task that isn't awaited.
    private async Task RunAsync(Work next, object target, Func<Task<IEnumerable<object>>> work)
    {
        try
        {
            next.Outcome = new TaskOutcome(target, await work().ConfigureAwait(false), null);
        }
        catch (Exception exception)
        {
            next.Outcome = new TaskOutcome(target, [], exception);
        }
        Interlocked.Decrement(ref _running);
        Interlocked.Increment(ref _done);
        // This is the last step, so that the waiting thread finds the outcome.
        Wake();
    }

    private sealed class Work
    {
        private volatile TaskOutcome? _outcome;

        /// <summary>Null until the task has completed.</summary>
        public TaskOutcome? Outcome
        {
            get => _outcome;
            set => _outcome = value;
        }

        public Task Ended { get; set; } = Task.CompletedTask;
    }
}

/// <summary>The outcome of a task.</summary>
/// <param name="Target">The object that the user specified.</param>
internal sealed record TaskOutcome(object Target, IEnumerable<object> Items, Exception? Error);
