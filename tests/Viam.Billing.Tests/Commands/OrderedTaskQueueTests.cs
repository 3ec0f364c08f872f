using Viam.Billing.Pipeline;

namespace Viam.Billing.Tests.Commands;

public sealed class OrderedTaskQueueTests
{
    [Fact]
    public void CompletedTaskCanBeTakenAfterWait()
    {
        // If completion were signaled too early, the waiter would find no result and wait forever.
        for (var i = 0; i < 20_000; i++)
        {
            var fanOut = new OrderedTaskQueue(1);
            fanOut.Start(
                i,
                static async () =>
                {
                    await Task.Yield();
                    return [];
                }
            );

            fanOut.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.True(fanOut.TryTake(static _ => true, out var outcome), $"round {i}");
            Assert.Equal(i, outcome.Target);
            Assert.Equal((0, 1), (fanOut.Running, fanOut.Finished));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NoMoreTasksRunThanTheLimit(bool startsLater)
    {
        var (running, most) = (0, 0);
        var tasks = new OrderedTaskQueue(3, startsLater);
        var outcomes = new List<object>();
        for (var i = 0; i < 300; i++)
        {
            while (!tasks.HasRoom)
            {
                TakeNext();
            }
            tasks.Start(
                i,
                async () =>
                {
                    var now = Interlocked.Increment(ref running);
                    InterlockedMax(ref most, now);
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                    return [];
                }
            );
        }
        while (!tasks.IsEmpty)
        {
            TakeNext();
        }

        Assert.InRange(most, 1, 3);
        Assert.Equal(Enumerable.Range(0, 300).Cast<object>(), outcomes);
        Assert.Equal((0, 300), (tasks.Running, tasks.Finished));

        void TakeNext()
        {
            tasks.Wait(TimeSpan.FromSeconds(30), Token);
            while (tasks.TryTake(static _ => true, out var outcome))
            {
                outcomes.Add(outcome.Target);
            }
        }
    }

    [Fact]
    public void CompletedTaskStartsTheNextOneWithoutTheCaller()
    {
        var tasks = new OrderedTaskQueue(1, startsLater: true);
        var first = new TaskCompletionSource<IEnumerable<object>>();
        using var hasStarted = new ManualResetEventSlim();
        tasks.Start("first", () => first.Task);
        tasks.Start(
            "second",
            () =>
            {
                hasStarted.Set();
                return Task.FromResult<IEnumerable<object>>([]);
            }
        );
        Assert.False(hasStarted.IsSet);

        first.SetResult([]);

        Assert.True(hasStarted.Wait(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public void TaskThatWaitsDoesNotStartAfterTheQueueIsStopped()
    {
        var tasks = new OrderedTaskQueue(1, startsLater: true);
        var first = new TaskCompletionSource<IEnumerable<object>>();
        var hasStarted = false;
        tasks.Start("first", () => first.Task);
        tasks.Start(
            "second",
            () =>
            {
                hasStarted = true;
                return Task.FromResult<IEnumerable<object>>([]);
            }
        );

        tasks.WaitUntilIdle(TimeSpan.Zero);
        first.SetResult([]);
        tasks.WaitUntilIdle(TimeSpan.FromSeconds(30));

        Assert.False(hasStarted);
        Assert.True(tasks.TryTake(static _ => true, out _));
        Assert.True(tasks.TryTake(static _ => true, out var second));
        Assert.IsType<OperationCanceledException>(second.Error);
    }

    [Fact]
    public void NoTaskIsAddedThatCannotStart()
    {
        var tasks = new OrderedTaskQueue(1);
        var first = new TaskCompletionSource<IEnumerable<object>>();
        Assert.True(tasks.HasRoom);

        tasks.Start("first", () => first.Task);

        Assert.False(tasks.HasRoom);
        first.SetResult([]);
        Assert.True(SpinWait.SpinUntil(() => tasks.HasRoom, TimeSpan.FromSeconds(30)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static void InterlockedMax(ref int most, int value)
    {
        for (var known = Volatile.Read(ref most); value > known; known = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, known);
        }
    }
}
