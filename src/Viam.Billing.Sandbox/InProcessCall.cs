using System.Diagnostics;
using Grpc.Core;

namespace Viam.Billing.Sandbox;

/// <summary>
/// One call inside the process. The service's side runs on the thread pool; the client's side ends with it, or earlier when the client
/// cancels or the deadline passes. Deadlines go by the system's clock, as everywhere in gRPC.
/// </summary>
internal sealed class InProcessCall
{
    private const int NotStopped = 0;
    private const int Cancelled = 1;
    private const int DeadlinePassed = 2;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationToken _clientToken;
    private readonly DateTime _deadline;
    private readonly InProcessServerCallContext _context;
    private volatile InProcessCallEnd? _end;
    private int _stopCause = NotStopped;

    internal InProcessCall(IMethod method, CallOptions options)
    {
        _clientToken = options.CancellationToken;
        _deadline = options.Deadline ?? DateTime.MaxValue;
        if (_deadline != DateTime.MaxValue && _deadline.Kind != DateTimeKind.Utc)
            throw new InvalidOperationException("The deadline of a call must be in UTC.");
        Metadata headers = [];
        foreach (Metadata.Entry header in options.Headers ?? [])
            headers.Add(header);
        _context = new InProcessServerCallContext(method.FullName, headers, _deadline, _stopped.Token);
    }

    internal Task<Metadata> ResponseHeaders => _context.ResponseHeaders;

    private InProcessCallEnd End => _end ?? throw new InvalidOperationException("The call has not ended.");

    /// <summary>Runs the service's side. Throws what the client of a remote service would get.</summary>
    internal async Task<T> RunAsync<T>(Func<ServerCallContext, Task<T>> serve)
    {
        using CancellationTokenRegistration registration = _clientToken.UnsafeRegister(static call => ((InProcessCall)call!).Cancel(), this);
        using Timer? timer = StartDeadline();
        try
        {
            ThrowIfStopped();
            T result = await ServeAsync(serve).WaitAsync(_stopped.Token).ConfigureAwait(false);
            _end = new InProcessCallEnd(_context.Status, _context.ResponseTrailers);
            return result;
        }
        catch (Exception) when (_stopped.IsCancellationRequested)
        {
            throw StopException();
        }
        catch (RpcException e)
        {
            _end = new InProcessCallEnd(e.Status, e.Trailers);
            throw;
        }
        finally
        {
            _context.CompleteHeaders();
        }
    }

    /// <summary>Throws if the client has cancelled the call, or its deadline passed before the service had done its part.</summary>
    internal void ThrowIfStopped()
    {
        // A stream can outlast the service's part, and with it the registration.
        if (_clientToken.IsCancellationRequested)
            Cancel();
        if (_stopped.IsCancellationRequested)
            throw StopException();
    }

    internal Status GetStatus() => End.Status;

    internal Metadata GetTrailers() => End.Trailers;

    internal void Cancel() => Stop(Cancelled);

    private void Stop(int cause)
    {
        if (Interlocked.CompareExchange(ref _stopCause, cause, NotStopped) == NotStopped)
            _stopped.Cancel();
    }

    private Timer? StartDeadline()
    {
        if (_deadline == DateTime.MaxValue)
            return null;
        TimeSpan left = _deadline - DateTime.UtcNow;
        if (left <= TimeSpan.Zero)
        {
            Stop(DeadlinePassed);
            return null;
        }
        return new Timer(static call => ((InProcessCall)call!).Stop(DeadlinePassed), this, left < LongestDelay ? left : LongestDelay, Timeout.InfiniteTimeSpan);
    }

    // What a server makes of what its service returns or throws.
    private async Task<T> ServeAsync<T>(Func<ServerCallContext, Task<T>> serve)
    {
        T result;
        try
        {
            result = await Task.Run(() => serve(_context), CancellationToken.None).ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            foreach (Metadata.Entry trailer in e.Trailers)
                _context.ResponseTrailers.Add(trailer);
            throw new RpcException(new Status(e.StatusCode, e.Status.Detail), _context.ResponseTrailers);
        }
        catch (Exception e) when (e is not OperationCanceledException || !_stopped.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unknown, "Exception was thrown by handler.", e), _context.ResponseTrailers);
        }
        if (_context.Status.StatusCode != StatusCode.OK)
            throw new RpcException(_context.Status, _context.ResponseTrailers);
        return result;
    }

    private Exception StopException()
    {
        Status status = _stopCause switch
        {
            DeadlinePassed => new Status(StatusCode.DeadlineExceeded, "Deadline exceeded."),
            Cancelled => new Status(StatusCode.Cancelled, "Call canceled by the client."),
            _ => throw new UnreachableException(),
        };
        _end ??= new InProcessCallEnd(status, []);
        return status.StatusCode == StatusCode.Cancelled ? new OperationCanceledException(status.Detail, _clientToken) : new RpcException(status);
    }
}
