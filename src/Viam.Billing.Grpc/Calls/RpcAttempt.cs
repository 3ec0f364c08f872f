using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Calls;

/// <summary>One time that a call is made, retries included: what stops it, and what became of it, reported and as the module's own error.</summary>
internal sealed class RpcAttempt : IDisposable
{
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly RpcDescriptor _target;
    private readonly CallContext _call;
    private readonly AccessToken? _token;
    private readonly BillingServiceOptions _options;
    private readonly RequestState _dispatch;
    private readonly CancellationToken _closing;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenRegistration _hold;
    private IDisposable? _sent;
    private int _retries;
    private bool _isReported;

    /// <param name="token">Null for a call that carries none.</param>
    /// <param name="closing">Cancelled when the session ends.</param>
    public RpcAttempt(
        RpcDescriptor target,
        CallContext call,
        AccessToken? token,
        BillingServiceOptions options,
        CancellationToken closing
    )
    {
        (_target, _call, _token, _options, _closing) = (target, call, token, options, closing);
        _dispatch = RequestState.BeginCall(call.BeforeSending);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, closing);
        if (call.BeforeSending.CanBeCanceled)
        {
            _hold = call.BeforeSending.UnsafeRegister(
                static state =>
                {
                    var attempt = (RpcAttempt)state!;
                    if (attempt._dispatch.TryStop())
                    {
                        attempt._stop.Cancel();
                    }
                },
                this
            );
        }
    }

    public Metadata CreateHeaders()
    {
        var headers = new Metadata();
        if (_token is not null)
        {
            headers.Add("authorization", "Bearer " + _token.Value);
        }
        if (_retries > 0)
        {
            headers.Add("grpc-previous-rpc-attempts", _retries.ToString(CultureInfo.InvariantCulture));
        }
        return headers;
    }

    /// <summary>Cancelled when the caller stops the call, or the session ends.</summary>
    public CancellationToken StopToken => _stop.Token;

    /// <summary>When the service's time is over, in UTC; null for a call that has no such limit.</summary>
    public DateTime? Deadline { get; set; }

    /// <summary>What gRPC has under way. It ends with the attempt.</summary>
    public IDisposable Sent
    {
        set
        {
            _sent?.Dispose();
            _sent = value;
        }
    }

    /// <summary>What is left of the request's time, over all retries.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            var left = _options.Timeout - Stopwatch.GetElapsedTime(_begun);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Whether a read is sent again, and after which delay.</summary>
    public bool TryRetry(RpcException exception, out TimeSpan delay)
    {
        delay = default;
        if (
            _stop.IsCancellationRequested
            || ReadRetry.GetDelay(exception, _dispatch.WasNotProcessed, _retries) is not { } wait
            || wait >= TimeLeft
        )
        {
            return false;
        }
        _retries++;
        delay = wait;
        return true;
    }

    /// <summary>True for what a call can throw, and not what the caller's own code does in it.</summary>
    public bool CanHandle(Exception error) =>
        error is RpcException or OperationCanceledException
        || (error is ObjectDisposedException && _closing.IsCancellationRequested);

    /// <exception cref="OperationCanceledException">The caller has stopped it.</exception>
    public BillingException ToBillingException(Exception error)
    {
        // A service that goes by the same limit may break off a moment before gRPC sees that the time is over.
        if (error is RpcException { Status.DebugException: not null } && DateTime.UtcNow >= Deadline)
        {
            error = new RpcException(new Status(StatusCode.DeadlineExceeded, ""));
        }

        var status = (error as RpcException)?.StatusCode;
        Report(status ?? StatusCode.Cancelled);
        // Stopped and not merely looked at: what is told not to have left must not leave afterwards.
        var mayHaveLeft = !_dispatch.TryStop();
        if (!mayHaveLeft)
        {
            _call.BeforeSending.ThrowIfCancellationRequested();
        }

        _call.CancellationToken.ThrowIfCancellationRequested();
        return status is null || _closing.IsCancellationRequested
            ? SessionClosed(mayHaveLeft && !_target.IsAuthentication)
            : StatusMapper.ToBillingException(
                (RpcException)error,
                _target,
                _options,
                _token?.Value,
                mayHaveLeft,
                _dispatch.WasNotProcessed
            );
    }

    /// <summary>Tells who wants to know, once.</summary>
    public void Report(StatusCode outcome)
    {
        if (_isReported)
        {
            return;
        }

        _isReported = true;
        _call.Report?.Invoke(
            new CallReport(
                _target.Method,
                _target.Subject,
                StatusMapper.NameOf(outcome),
                Stopwatch.GetElapsedTime(_begun),
                _dispatch.Attempts
            )
        );
    }

    public void Dispose()
    {
        // What was not explained is the caller's own failure, which ends the call.
        Report(StatusCode.Cancelled);
        _sent?.Dispose();
        _hold.Dispose();
        _stop.Dispose();
    }

    public static BillingException SessionClosed(bool mayHaveHappened) =>
        new(BillingError.SessionClosed, "The session was closed while the request was in progress.")
        {
            IsOutcomeUnknown = mayHaveHappened,
        };
}
