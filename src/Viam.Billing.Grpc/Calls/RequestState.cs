namespace Viam.Billing.Grpc.Calls;

/// <summary>The state of one request: the number of attempts, and whether it may have left this process.</summary>
/// <param name="beforeSending">Cancels the request if it hasn't been sent.</param>
internal sealed class RequestState(CancellationToken beforeSending)
{
    // Flows with the call to its retries.
    private static readonly AsyncLocal<RequestState?> s_current = new();

    private int _attempts;
    private volatile bool _wasNotProcessed;
    private int _state = (int)State.NotWatched;

    private enum State
    {
        /// <summary>
        /// The transport hasn't reported anything, for example for an in-process call. The request counts as sent.
        /// </summary>
        NotWatched,

        /// <summary>Waiting for a connection.</summary>
        Queued,

        Sent,

        /// <summary>Canceled while it was queued; it won't be sent.</summary>
        Stopped,
    }

    public static RequestState? Current => s_current.Value;

    /// <summary>The number of attempts, at least 1.</summary>
    public int Attempts => Math.Max(1, Volatile.Read(ref _attempts));

    /// <summary>True if HTTP/2 reported that the server didn't process the last attempt.</summary>
    public bool WasNotProcessed => _wasNotProcessed;

    /// <summary>Creates the state of the request that the caller is about to send.</summary>
    public static RequestState BeginCall(CancellationToken beforeSending) =>
        s_current.Value = new RequestState(beforeSending);

    /// <summary>Called before an attempt waits for a connection. False if the request was canceled.</summary>
    public bool TryBegin()
    {
        Interlocked.Increment(ref _attempts);
        _wasNotProcessed = false;
        Move(State.NotWatched, State.Queued);
        return !beforeSending.IsCancellationRequested || !TryStop();
    }

    /// <summary>
    /// Called before the request is written. False if it must not be written, because it was canceled.
    /// </summary>
    public bool TrySend() => Move(State.Queued, State.Sent) is State.Queued or State.Sent;

    /// <summary>Called when .NET is about to write the content of the current attempt a second time.</summary>
    public void MarkNotProcessed() => _wasNotProcessed = true;

    /// <summary>Cancels a queued request. False if it has been sent, or if that is unknown.</summary>
    public bool TryStop() => Move(State.Queued, State.Stopped) is State.Queued or State.Stopped;

    /// <returns>The previous state.</returns>
    private State Move(State from, State to) => (State)Interlocked.CompareExchange(ref _state, (int)to, (int)from);
}
