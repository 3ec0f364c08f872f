namespace Viam.Billing.Grpc.Calls;

/// <summary>The record of one call: how often its request was sent, and whether it can have left this process at all.</summary>
/// <param name="beforeSending">Stops it while it has not left.</param>
internal sealed class RequestState(CancellationToken beforeSending)
{
    // Flows with the call into its retries.
    private static readonly AsyncLocal<RequestState?> s_current = new();

    private int _attempts;
    private volatile bool _wasNotProcessed;
    private int _state = (int)State.NotWatched;

    private enum State
    {
        /// <summary>Nothing has been seen of it, as of a call inside the process: then it counts as having left.</summary>
        NotWatched,

        /// <summary>It waits for a connection.</summary>
        Queued,

        Sent,

        /// <summary>It was stopped while it was held, and will not leave.</summary>
        Stopped,
    }

    public static RequestState? Current => s_current.Value;

    /// <summary>At least 1.</summary>
    public int Attempts => Math.Max(1, Volatile.Read(ref _attempts));

    /// <summary>True if HTTP/2 reported that the server didn't process the last attempt.</summary>
    public bool WasNotProcessed => _wasNotProcessed;

    /// <summary>Begins the record of the call that the caller is about to make.</summary>
    public static RequestState BeginCall(CancellationToken beforeSending) =>
        s_current.Value = new RequestState(beforeSending);

    /// <summary>An attempt is about to wait for a connection. False if it need not, since the call was stopped.</summary>
    public bool TryBegin()
    {
        Interlocked.Increment(ref _attempts);
        _wasNotProcessed = false;
        Move(State.NotWatched, State.Queued);
        return !beforeSending.IsCancellationRequested || !TryStop();
    }

    /// <summary>The message is about to be written. False if it must not be, since the call was stopped.</summary>
    public bool TrySend() => Move(State.Queued, State.Sent) is State.Queued or State.Sent;

    /// <summary>.NET was about to write the present attempt's content a second time.</summary>
    public void NoteNotProcessed() => _wasNotProcessed = true;

    /// <summary>Keeps a message that has not left from leaving. False if that is too late, or nobody can tell.</summary>
    public bool TryStop() => Move(State.Queued, State.Stopped) is State.Queued or State.Stopped;

    /// <returns>What it was before.</returns>
    private State Move(State from, State to) => (State)Interlocked.CompareExchange(ref _state, (int)to, (int)from);
}
