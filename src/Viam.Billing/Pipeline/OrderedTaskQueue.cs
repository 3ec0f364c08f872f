using System.Diagnostics.CodeAnalysis;

namespace Viam.Billing.Pipeline;

/// <summary>Runs work side by side, hands the outcomes back in the order in which the work was given. All but <see cref="Wake"/> belongs to one thread.</summary>
/// <param name="limit">How much runs at the same time.</param>
internal sealed class OrderedTaskQueue(int limit)
{
    /// <summary>How many outcomes may wait behind a slow one, so that it does not idle the others, and memory stays flat.</summary>
    private readonly int _window = checked(limit * 4);
    private readonly Queue<Work> _queue = new();
    private readonly object _lock = new();
    private TaskCompletionSource? _waiting;
    private bool _hasNews;
    private int _running;
    private int _done;

    public bool IsEmpty => _queue.Count == 0;

    /// <summary>True if work can be started now. A full window empties by <see cref="TryTake"/> alone.</summary>
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

    /// <summary>Waits until some work has ended since the last wait, or somebody calls <see cref="Wake"/>.</summary>
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

    /// <summary>Ends the wait. If there is none, the next one ends at once.</summary>
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

    /// <summary>Waits for all that was started, whose outcomes nobody wants any more.</summary>
    public void WaitUntilIdle(TimeSpan atMost) => Task.WaitAll([.. _queue.Select(static work => work.Ended)], atMost);

    public void Start(object target, Func<Task<IEnumerable<object>>> work)
    {
        var next = new Work();
        _queue.Enqueue(next);
        // What has nothing beside it begins here and now: to hand it to another thread takes longer than it does.
        next.Ended =
            Interlocked.Increment(ref _running) == 1
                ? RunAsync(next, target, work)
                : Task.Run(() => RunAsync(next, target, work));
    }

    // Always ends well, so that no failure goes unseen in a task that nobody awaits.
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
        // Told last: whoever hears of it finds all the rest done.
        Wake();
    }

    private sealed class Work
    {
        private volatile TaskOutcome? _outcome;

        /// <summary>Null until it has ended.</summary>
        public TaskOutcome? Outcome
        {
            get => _outcome;
            set => _outcome = value;
        }

        public Task Ended { get; set; } = Task.CompletedTask;
    }
}

/// <summary>What became of one piece of work.</summary>
/// <param name="Target">What the person named.</param>
internal sealed record TaskOutcome(object Target, IEnumerable<object> Items, Exception? Error);
