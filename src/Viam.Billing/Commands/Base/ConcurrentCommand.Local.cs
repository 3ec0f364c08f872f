using Viam.Billing.Pipeline;

namespace Viam.Billing.Commands.Base;

/// <summary>Work beside other work that needs no session, since it makes no request.</summary>
public abstract partial class ConcurrentCommand
{
    /// <summary>Starts work as soon as there is room for it, and emits what has ended meanwhile.</summary>
    /// <param name="target">What the person named; errors carry it.</param>
    /// <param name="work">Runs beside others: it must not touch the cmdlet or its parameters.</param>
    private protected async Task StartLocalAsync(object target, Func<CancellationToken, IReadOnlyList<object>> work)
    {
        var fanOut = FanOut;
        EmitFinished(fanOut);
        while (!fanOut.HasRoom)
        {
            await WaitForNextAsync(fanOut);
            DrainCompleted(fanOut);
        }
        var stop = StopToken;
        using (PipelineSynchronizationContext.SuppressContext())
        {
            fanOut.Start(target, () => Task.Run<IEnumerable<object>>(() => work(stop), stop));
        }
    }
}
