using Grpc.Core;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Holds requests at the server until a test opens the gate.</summary>
internal sealed class RequestGate(int expected = 1)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    /// <summary>Completes when the expected number of requests have arrived.</summary>
    public Task Reached => _reached.Task.WaitAsync(Client.LongTimeout, TestContext.Current.CancellationToken);

    public void Open() => _open.TrySetResult();

    public Task PassAsync(ServerCallContext context)
    {
        if (Interlocked.Increment(ref _arrived) == expected)
        {
            _reached.TrySetResult();
        }

        return _open.Task.WaitAsync(context.CancellationToken);
    }
}
