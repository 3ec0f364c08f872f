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
}
