using System.Diagnostics;
using Grpc.Core;
using Viam.Billing.Service;

namespace Viam.Billing.Grpc;

/// <summary>How every call is made: with a token and a deadline, reported, and with errors that are the module's own.</summary>
internal sealed class CallRunner(AccessTokenSource tokens, BillingServiceOptions options)
{
    // Cancels what is under way: a call whose connection is merely taken away is tried again, and again, before it gives up.
    private readonly CancellationTokenSource _closing = new();

    public void Close() => _closing.Cancel();

    /// <summary>
    /// Makes a call with the session's token. A token that the service refuses is renewed once, and where the service says when to come again, the call does: a refused
    /// call has done nothing.
    /// </summary>
    public Task<TResponse> CallAsync<TResponse>(CallTarget target, CallContext call, Func<CallOptions, AsyncUnaryCall<TResponse>> start) =>
        WithTokenAsync(call, maySendAgain: static () => true, token => SendAsync(target, call, token, start));

    /// <summary>Makes a call that must reach the service at most once: nothing whatever sends it again.</summary>
    public Task<TResponse> CallOnceAsync<TResponse>(CallTarget target, CallContext call, Func<CallOptions, AsyncUnaryCall<TResponse>> start) =>
        WithTokenAsync(call, maySendAgain: static () => false, token => SendAsync(target, call, token, start));

    /// <summary>Makes a call that carries no token.</summary>
    public Task<TResponse> CallAnonymouslyAsync<TResponse>(CallTarget target, CallContext call, Func<CallOptions, AsyncUnaryCall<TResponse>> start) =>
        SendAsync(target, call, token: null, start);

    /// <summary>Reads a stream of messages. The time limit is on the silence before each, not on the whole.</summary>
    public Task ReadStreamAsync<TResponse>(
        CallTarget target, CallContext call, Func<CallOptions, AsyncServerStreamingCall<TResponse>> start, Func<TResponse, CancellationToken, ValueTask> take)
    {
        // What was taken once must not be handed over a second time.
        var begun = false;
        return WithTokenAsync(call, () => !begun, token => ReceiveAsync(target, call, token, start, (message, cancellationToken) =>
        {
            begun = true;
            return take(message, cancellationToken);
        }));
    }

    private async Task<T> WithTokenAsync<T>(CallContext call, Func<bool> maySendAgain, Func<AccessToken, Task<T>> send)
    {
        var begun = options.Clock.GetUtcNow();
        for (var renewed = false; ;)
        {
            var token = await tokens.GetAsync(call.BeforeSending.CanBeCanceled ? call with { CancellationToken = call.BeforeSending } : call).ConfigureAwait(false);
            call.BeforeSending.ThrowIfCancellationRequested();
            try
            {
                return await send(token).ConfigureAwait(false);
            }
            catch (BillingException error) when (error.GrpcStatus == "UNAUTHENTICATED" && tokens.CanRenew && !renewed)
            {
                tokens.Reject(token);
                if (!maySendAgain()) throw;
                renewed = true;
            }
            catch (BillingException error) when (error.RetryAfter is { } wait && options.Clock.GetUtcNow() + wait < begun + options.Timeout && maySendAgain())
            {
                await PauseAsync(wait, call).ConfigureAwait(false);
            }
        }
    }

    private async Task PauseAsync(TimeSpan wait, CallContext call)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, _closing.Token);
        try
        {
            await Task.Delay(wait, options.Clock, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (IsClosed)
        {
            throw SessionClosed(mayHaveLeft: false);
        }
    }

    private Task<TResponse> SendAsync<TResponse>(
        CallTarget target, CallContext call, AccessToken? token, Func<CallOptions, AsyncUnaryCall<TResponse>> start) =>
        GuardAsync(target, call, token, async dispatch =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, _closing.Token);
            using var hold = call.BeforeSending.UnsafeRegister(_ =>
            {
                if (dispatch.TryStop()) stop.Cancel();
            }, null);
            using var sent = start(new CallOptions(HeadersFor(token), DateTime.UtcNow + options.Timeout, stop.Token));
            return await sent.ResponseAsync.ConfigureAwait(false);
        });

    private Task<bool> ReceiveAsync<TResponse>(
        CallTarget target, CallContext call, AccessToken? token, Func<CallOptions, AsyncServerStreamingCall<TResponse>> start,
        Func<TResponse, CancellationToken, ValueTask> take) =>
        GuardAsync(target, call, token, async _ =>
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, _closing.Token);
            silence.CancelAfter(options.Timeout);
            try
            {
                using var sent = start(new CallOptions(HeadersFor(token), cancellationToken: silence.Token));
                while (await sent.ResponseStream.MoveNext(silence.Token).ConfigureAwait(false))
                {
                    // Writing to a slow disk is no silence of the service.
                    silence.CancelAfter(Timeout.InfiniteTimeSpan);
                    await take(sent.ResponseStream.Current, call.CancellationToken).ConfigureAwait(false);
                    silence.CancelAfter(options.Timeout);
                }
                return true;
            }
            catch (Exception error) when (error is RpcException or OperationCanceledException && silence.IsCancellationRequested)
            {
                call.CancellationToken.ThrowIfCancellationRequested();
                throw new RpcException(new Status(StatusCode.DeadlineExceeded, ""));
            }
        });

    /// <summary>Reports a call and makes its errors the module's own.</summary>
    private async Task<T> GuardAsync<T>(CallTarget target, CallContext call, AccessToken? token, Func<Dispatch, Task<T>> send)
    {
        ThrowIfClosed();
        var begun = Stopwatch.GetTimestamp();
        var outcome = StatusCode.OK;
        var dispatch = Dispatch.BeginCall(call.BeforeSending);
        try
        {
            return await send(dispatch).ConfigureAwait(false);
        }
        catch (RpcException error)
        {
            outcome = error.StatusCode;
            ThrowIfStopped(call, dispatch);
            if (IsClosed) throw SessionClosed(dispatch.MayHaveLeft);
            throw StatusMapper.ToBillingException(error, target, options, token?.Value, dispatch.MayHaveLeft);
        }
        catch (OperationCanceledException)
        {
            outcome = StatusCode.Cancelled;
            ThrowIfStopped(call, dispatch);
            throw SessionClosed(dispatch.MayHaveLeft);
        }
        catch (ObjectDisposedException) when (IsClosed)
        {
            outcome = StatusCode.Cancelled;
            throw SessionClosed(dispatch.MayHaveLeft);
        }
        finally
        {
            call.Report?.Invoke(new CallReport(
                target.Method, target.Subject, StatusMapper.NameOf(outcome), Stopwatch.GetElapsedTime(begun), dispatch.Attempts));
        }
    }

    private static Metadata HeadersFor(AccessToken? token) => token is null ? [] : new Metadata { { "authorization", "Bearer " + token.Value } };

    private static void ThrowIfStopped(CallContext call, Dispatch dispatch)
    {
        if (!dispatch.MayHaveLeft) call.BeforeSending.ThrowIfCancellationRequested();
        call.CancellationToken.ThrowIfCancellationRequested();
    }

    private bool IsClosed => _closing.IsCancellationRequested;

    private void ThrowIfClosed()
    {
        if (IsClosed) throw SessionClosed(mayHaveLeft: false);
    }

    private static BillingException SessionClosed(bool mayHaveLeft) =>
        new(BillingError.SessionClosed, "The session was ended while the call was under way.") { MayHaveHappened = mayHaveLeft };
}
