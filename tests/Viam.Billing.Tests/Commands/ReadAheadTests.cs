using Viam.Billing.Pipeline;

namespace Viam.Billing.Tests.Commands;

public sealed class ReadAheadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ResultsAreInTheOrderOfTheItems()
    {
        var results = ReadAhead.RunAsync(
            Enumerable.Range(0, 200),
            static (item, _) =>
            {
                Thread.SpinWait(item % 7 * 1000);
                return item;
            },
            Token
        );

        Assert.Equal(Enumerable.Range(0, 200), await results.ToListAsync(Token));
    }

    [Fact]
    public async Task ItemsAreTakenOnlyAsFarAheadAsThereAreProcessors()
    {
        var taken = 0;
        var results = ReadAhead.RunAsync(Items(), static (item, _) => item, Token);

        await foreach (var result in results)
        {
            Assert.InRange(taken, result + 1, result + 1 + Environment.ProcessorCount);
        }
        Assert.Equal(100, taken);

        IEnumerable<int> Items()
        {
            for (; taken < 100; )
            {
                yield return taken++;
            }
        }
    }

    [Fact]
    public async Task ErrorEndsTheWorkInProgress()
    {
        var running = 0;
        var results = ReadAhead.RunAsync(
            Enumerable.Range(0, 10),
            (item, stop) =>
            {
                Interlocked.Increment(ref running);
                try
                {
                    if (item == 0)
                    {
                        throw new InvalidDataException();
                    }
                    stop.WaitHandle.WaitOne();
                    stop.ThrowIfCancellationRequested();
                    return item;
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }
            },
            Token
        );

        await Assert.ThrowsAsync<InvalidDataException>(async () => await results.ToListAsync(Token));
        Assert.Equal(0, running);
    }

    [Fact]
    public async Task ResultsThatAreNotTakenEndTheWorkInProgress()
    {
        var running = 0;
        var results = ReadAhead.RunAsync(
            Enumerable.Range(0, 10),
            (item, stop) =>
            {
                if (item > 0)
                {
                    Interlocked.Increment(ref running);
                    stop.WaitHandle.WaitOne();
                    Interlocked.Decrement(ref running);
                }
                return item;
            },
            Token
        );

        Assert.Equal(0, await results.FirstAsync(Token));
        Assert.Equal(0, running);
    }
}
