using Viam.Billing.Pipeline;

namespace Viam.Billing.Tests.Commands;

public sealed class BlockingTaskSchedulerTests
{
    private const int Limit = 40;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task TasksThatWaitForEachOtherRunAtTheSameTime()
    {
        using var scheduler = new BlockingTaskScheduler(Limit);
        // The thread pool doesn't start as many threads in that time.
        using var barrier = new Barrier(Limit);

        await Task.WhenAll(
            Enumerable
                .Range(0, Limit)
                .Select(_ =>
                    Start(
                        scheduler,
                        () => Assert.True(barrier.SignalAndWait(s_limit, TestContext.Current.CancellationToken))
                    )
                )
        );
    }

    [Fact]
    public async Task NoMoreTasksRunThanPermitted()
    {
        using var scheduler = new BlockingTaskScheduler(3);
        var (running, most) = (0, 0);
        var tasks = Enumerable
            .Range(0, 60)
            .Select(_ =>
                Start(
                    scheduler,
                    () =>
                    {
                        var now = Interlocked.Increment(ref running);
                        InterlockedMax(ref most, now);
                        Thread.Sleep(1);
                        Interlocked.Decrement(ref running);
                    }
                )
            )
            .ToArray();

        await Task.WhenAll(tasks).WaitAsync(s_limit, TestContext.Current.CancellationToken);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task ThreadsEndAfterStartedTasks()
    {
        var scheduler = new BlockingTaskScheduler(1);
        Thread? thread = null;
        var isPooled = true;
        using var release = new ManualResetEventSlim();
        var task = Start(
            scheduler,
            () =>
            {
                thread = Thread.CurrentThread;
                isPooled = thread.IsThreadPoolThread;
                release.Wait(s_limit, TestContext.Current.CancellationToken);
            }
        );
        scheduler.Dispose();
        release.Set();

        await task;
        Assert.True(thread!.Join(s_limit));
        Assert.False(isPooled);
    }

    private static Task Start(TaskScheduler scheduler, Action work) =>
        Task.Factory.StartNew(
            work,
            TestContext.Current.CancellationToken,
            TaskCreationOptions.DenyChildAttach,
            scheduler
        );

    private static void InterlockedMax(ref int most, int value)
    {
        int before;
        do
        {
            before = Volatile.Read(ref most);
        } while (value > before && Interlocked.CompareExchange(ref most, value, before) != before);
    }
}
