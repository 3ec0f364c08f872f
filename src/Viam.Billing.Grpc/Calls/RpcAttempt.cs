using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Calls;

/// <summary>One call, including its retries: its cancellation, its report, and the conversion of its errors.</summary>
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

    /// <param name="token">Null for a call without a token.</param>
    /// <param name="closing">Canceled when the session ends.</param>
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

    /// <summary>Canceled when the caller cancels the call, or when the session ends.</summary>
    public CancellationToken StopToken => _stop.Token;

    /// <summary>The deadline of the call, in UTC; null for a call without one.</summary>
    public DateTime? Deadline { get; set; }

    /// <summary>The gRPC call, which is disposed with the attempt.</summary>
    public IDisposable Sent
    {
        set
        {
            _sent?.Dispose();
            _sent = value;
        }
    }

    /// <summary>The remaining time of the request, over all retries.</summary>
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

    /// <summary>True for exceptions of the call itself, as opposed to those of the caller's code.</summary>
    public bool CanHandle(Exception error) =>
        error is RpcException or OperationCanceledException
        || (error is ObjectDisposedException && _closing.IsCancellationRequested);

    /// <exception cref="OperationCanceledException">The caller has canceled the call.</exception>
    public BillingException ToBillingException(Exception error)
    {
        // A service with the same deadline may end the call shortly before gRPC's own deadline.
        if (error is RpcException { Status.DebugException: not null } && DateTime.UtcNow >= Deadline)
        {
            error = new RpcException(new Status(StatusCode.DeadlineExceeded, ""));
        }

        var status = (error as RpcException)?.StatusCode;
        Report(status ?? StatusCode.Cancelled);
        // Canceled, not only checked: a request that is reported as not sent must not be sent later.
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

    /// <summary>Reports the call, once.</summary>
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
        // An exception that wasn't converted comes from the caller's code, which ends the call.
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
