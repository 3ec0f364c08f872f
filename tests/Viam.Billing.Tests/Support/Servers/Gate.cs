using Grpc.Core;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Holds calls at the server until a test opens it.</summary>
internal sealed class Gate(int expected = 1)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    /// <summary>Ends once as many calls as expected stand at the gate.</summary>
    public Task Reached => _reached.Task.WaitAsync(Client.LongTimeout, TestContext.Current.CancellationToken);

    public void Open() => _open.TrySetResult();

    public Task PassAsync(ServerCallContext context)
    {
        if (Interlocked.Increment(ref _arrived) == expected) _reached.TrySetResult();
        return _open.Task.WaitAsync(context.CancellationToken);
    }
}
