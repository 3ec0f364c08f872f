using System.Diagnostics.CodeAnalysis;

namespace Viam.Billing.Commands;

/// <summary>Runs work side by side, hands the outcomes back in the order in which the work was given.</summary>
/// <param name="limit">How much runs at the same time.</param>
internal sealed class OrderedFanOut(int limit)
{
    /// <summary>How many outcomes may wait behind a slow one, so that it does not idle the others, and memory stays flat.</summary>
    private readonly int _window = checked(limit * 4);
    private readonly Queue<Task<FanOutcome>> _queue = new();
    private readonly SemaphoreSlim _finished = new(0);
    private int _running;
    private int _done;

    /// <summary>The next outcome in order, if it is there already.</summary>
    public bool TryTake([NotNullWhen(true)] out FanOutcome? outcome)
    {
        if (_queue.TryPeek(out var task) && task.IsCompleted)
        {
            outcome = _queue.Dequeue().Result;
            return true;
        }
        outcome = null;
        return false;
    }

    public bool IsEmpty => _queue.Count == 0;

    /// <summary>True if work can be started now. A full window empties by <see cref="TryTake"/> alone.</summary>
    public bool HasRoom => Running < limit && _queue.Count < _window;

    public int Running => Volatile.Read(ref _running);

    public int Finished => Volatile.Read(ref _done);

    /// <summary>Waits until some work has finished since the last wait; false if none has within the time.</summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _finished.WaitAsync(atMost, cancellationToken);

    /// <summary>Waits for all that was started, whose outcomes nobody wants any more.</summary>
    public void WaitUntilIdle(TimeSpan atMost) => Task.WaitAll([.. _queue], atMost);

    public void Start(object target, Func<Task<IEnumerable<object>>> work)
    {
        Interlocked.Increment(ref _running);
        var task = Task.Run(() => RunAsync(target, work));
        _queue.Enqueue(task);
        // Only what has ended altogether can be taken, so it is told no earlier.
        task.ContinueWith(
            static (_, state) => ((OrderedFanOut)state!).NoteEnd(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void NoteEnd()
    {
        Interlocked.Decrement(ref _running);
        Interlocked.Increment(ref _done);
        _finished.Release();
    }

    // Always ends well, so that no failure goes unseen in a task that nobody awaits.
    private static async Task<FanOutcome> RunAsync(object target, Func<Task<IEnumerable<object>>> work)
    {
        try
        {
            return new FanOutcome(target, await work().ConfigureAwait(false), null);
        }
        catch (Exception exception)
        {
            return new FanOutcome(target, [], exception);
        }
    }
}

/// <summary>What became of one piece of work.</summary>
/// <param name="Target">What the person named.</param>
internal sealed record FanOutcome(object Target, IEnumerable<object> Items, Exception? Error);
