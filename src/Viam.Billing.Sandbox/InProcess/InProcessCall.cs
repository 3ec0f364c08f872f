using Grpc.Core;

namespace Viam.Billing.Sandbox.InProcess;

/// <summary>
/// The state of one in-process call. The service method runs on the thread pool. The call ends for the client when the
/// method ends, or earlier if the client cancels the call or the deadline expires.
/// </summary>
internal sealed class InProcessCall : ServerCallContext
{
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _clientToken;
    private readonly string _method;
    private Status? _finalStatus;
    private int _isCanceled;

    public InProcessCall(string method, CallOptions options)
    {
        _method = method;
        _clientToken = options.CancellationToken;
        _stop = new CancellationTokenSource();
        DeadlineCore = options.Deadline ?? DateTime.MaxValue;
        foreach (var header in options.Headers ?? [])
        {
            RequestHeadersCore.Add(header);
        }
    }

    /// <summary>The headers that the client receives. Set at the latest when the call ends.</summary>
    public Task<Metadata> ResponseHeaders => _headers.Task;

    /// <exception cref="InvalidOperationException">The call hasn't ended.</exception>
    public Status FinalStatus => _finalStatus ?? throw new InvalidOperationException("The call hasn't ended.");

    protected override string MethodCore => _method;

    protected override string HostCore => "localhost";

    protected override string PeerCore => "in-process";

    protected override DateTime DeadlineCore { get; }

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => _stop.Token;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    /// <summary>
    /// Runs the service method. Throws the exception that a client of a remote service would receive.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> serve)
    {
        using var registration = _clientToken.UnsafeRegister(static call => ((InProcessCall)call!).Cancel(), this);
        try
        {
            await StartDeadlineAsync().ConfigureAwait(false);
            ThrowIfStopped();
            var result = await Task.Run(serve, CancellationToken.None).WaitAsync(_stop.Token).ConfigureAwait(false);
            _finalStatus = StatusCore;
            return StatusCore.StatusCode == StatusCode.OK
                ? result
                : throw new RpcException(StatusCore, ResponseTrailersCore);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            throw Stopped();
        }
        catch (Exception exception)
        {
            throw Failed(exception);
        }
        finally
        {
            _headers.TrySetResult([]);
        }
    }

    /// <summary>Throws if the client canceled the call or the deadline expired.</summary>
    public void ThrowIfStopped()
    {
        // A stream can remain open longer than the service method and its cancellation registration.
        if (_clientToken.IsCancellationRequested)
        {
            Cancel();
        }
        if (_stop.IsCancellationRequested)
        {
            throw Stopped();
        }
    }

    public void Cancel()
    {
        if (!_stop.IsCancellationRequested)
        {
            Volatile.Write(ref _isCanceled, 1);
            _stop.Cancel();
        }
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("A call in process doesn't propagate its context.");

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) =>
        _headers.TrySetResult(responseHeaders)
            ? Task.CompletedTask
            : throw new InvalidOperationException("The response headers were already written.");

    private async ValueTask StartDeadlineAsync()
    {
        if (DeadlineCore == DateTime.MaxValue)
        {
            return;
        }
        var left = DeadlineCore - DateTime.UtcNow;
        if (left > TimeSpan.Zero)
        {
            _stop.CancelAfter(left);
        }
        else
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private Exception Stopped()
    {
        var isCanceled = Volatile.Read(ref _isCanceled) == 1;
        _finalStatus ??= isCanceled
            ? new Status(StatusCode.Cancelled, "Call canceled by the client.")
            : new Status(StatusCode.DeadlineExceeded, "Deadline exceeded.");
        return isCanceled
            ? new OperationCanceledException(FinalStatus.Detail, _clientToken)
            : new RpcException(FinalStatus);
    }

    /// <summary>
    /// The trailers that a server sends for an exception: first those that the service set, and then those of the
    /// exception.
    /// </summary>
    private RpcException Failed(Exception exception)
    {
        var rpcException = exception as RpcException;
        if (rpcException is not null && !ReferenceEquals(rpcException.Trailers, ResponseTrailersCore))
        {
            foreach (var trailer in rpcException.Trailers)
            {
                ResponseTrailersCore.Add(trailer);
            }
        }
        _finalStatus = rpcException is null
            ? new Status(StatusCode.Unknown, "Exception was thrown by handler.", exception)
            : new Status(rpcException.StatusCode, rpcException.Status.Detail);
        return new RpcException(FinalStatus, ResponseTrailersCore);
    }
}
