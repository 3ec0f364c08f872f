using Grpc.Core;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Makes the server hang at one method, and knows when a call has come there and when its client went away.</summary>
internal sealed class HangingCall
{
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="hangs">Which calls hang; all if null.</param>
    public static HangingCall At(TestServer server, string method, Func<object, bool>? hangs = null)
    {
        var call = new HangingCall();
        server.Faults.Before = async context =>
        {
            if (!context.Method.EndsWith("/" + method, StringComparison.Ordinal) || hangs?.Invoke(Faults.RequestOf(context)) == false) return;
            await call.HangAsync(context.CancellationToken);
        };
        return call;
    }

    public Task Begun => _begun.Task.WaitAsync(s_shutdownTimeout);

    /// <summary>The server saw that the client does not want the answer any more.</summary>
    public Task Cancelled => _cancelled.Task.WaitAsync(s_shutdownTimeout);

    /// <summary>Hangs until the client goes away.</summary>
    public async Task HangAsync(CancellationToken clientGone)
    {
        _begun.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, clientGone);
        }
        finally
        {
            _cancelled.TrySetResult();
        }
    }
}
