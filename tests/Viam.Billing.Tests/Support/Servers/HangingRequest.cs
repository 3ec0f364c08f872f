using Grpc.Core;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Makes the server hang in one method, and signals request arrival and client disconnect.</summary>
internal sealed class HangingRequest
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="hangs">
    /// Selects the requests that hang; all if null. The others get their response once one of these has arrived.
    /// </param>
    public static HangingRequest At(TestServer server, string method, Func<object, bool>? hangs = null)
    {
        var call = new HangingRequest();
        server.Faults.Before = async context =>
        {
            if (!context.Method.EndsWith("/" + method, StringComparison.Ordinal))
            {
                return;
            }
            if (hangs?.Invoke(Faults.RequestOf(context)) == false)
            {
                await call.Started;
                return;
            }
            await call.HangAsync(context.CancellationToken);
        };
        return call;
    }

    public Task Started => _begun.Task.WaitAsync(s_timeout);

    /// <summary>Completes when the server has detected that the client canceled the request.</summary>
    public Task Cancelled => _cancelled.Task.WaitAsync(s_timeout);

    /// <summary>Hangs until the client disconnects.</summary>
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
