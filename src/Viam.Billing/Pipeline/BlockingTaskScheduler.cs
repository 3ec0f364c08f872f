using System.Collections.Concurrent;

namespace Viam.Billing.Pipeline;

/// <summary>
/// Runs tasks that wait for the disk on separate threads. The thread pool would run only a few of them at a time,
/// because it adds threads slowly, and all other work would wait for them.
/// </summary>
/// <param name="limit">The maximum number of concurrent tasks.</param>
internal sealed class BlockingTaskScheduler(int limit) : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly Lock _lock = new();
    private int _threads;
    private int _unfinished;

    public override int MaximumConcurrencyLevel => limit;

    /// <summary>Ends the threads after the tasks that were started.</summary>
    public void Dispose() => _tasks.CompleteAdding();

    protected override void QueueTask(Task task)
    {
        _tasks.Add(task);
        lock (_lock)
        {
            _unfinished++;
            if (_threads < Math.Min(_unfinished, limit))
            {
                _threads++;
                new Thread(RunTasks) { IsBackground = true, Name = nameof(BlockingTaskScheduler) }.UnsafeStart();
            }
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks.ToArray();

    private void RunTasks()
    {
        foreach (var task in _tasks.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
            lock (_lock)
            {
                _unfinished--;
            }
        }
    }
}
