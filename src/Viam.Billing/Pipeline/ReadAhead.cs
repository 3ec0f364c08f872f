using System.Runtime.CompilerServices;

namespace Viam.Billing.Pipeline;

/// <summary>
/// Runs work for items on other threads and returns the results in order. While a result is used, the next ones are in
/// progress, at most as many as there are processors, so that memory usage is constant.
/// </summary>
internal static class ReadAhead
{
    /// <param name="work">Runs concurrently: it must not access the cmdlet.</param>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        IEnumerable<TItem> items,
        Func<TItem, CancellationToken, TResult> work,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = new Queue<Task<TResult>>();
        try
        {
            foreach (var item in items)
            {
                tasks.Enqueue(Task.Run(() => work(item, ending.Token), ending.Token));
                if (tasks.Count > Environment.ProcessorCount)
                {
                    yield return await tasks.Dequeue();
                }
            }
            while (tasks.TryDequeue(out var task))
            {
                yield return await task;
            }
        }
        finally
        {
            // Nothing continues in the background after an error.
            await ending.CancelAsync();
            await ((Task)Task.WhenAll(tasks)).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
            );
        }
    }
}
