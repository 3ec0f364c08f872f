using Grpc.Core;
using Viam.Billing.Service;

namespace Viam.Billing.Grpc;

/// <summary>
/// How every call is made: with a token and a deadline, reported, and with errors that are the module's own. All in one async method, since each more is compiled anew
/// for every process that makes a call.
/// </summary>
internal sealed class CallRunner(AccessTokenSource tokens, BillingServiceOptions options)
{
    /// <summary>Who refuses and asks to be called again at once would be called as fast as they refuse.</summary>
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(100);

    // Cancels what is under way: a call whose connection is merely taken away is tried again, and again, before it gives up.
    private readonly CancellationTokenSource _closing = new();

    public void Close() => _closing.Cancel();

    /// <summary>
    /// Makes a call with the session's token. A token that the service refuses is renewed once, and where the service says when to come again, the call does: a refused
    /// call has done nothing.
    /// </summary>
    public Task<T> CallAsync<TResponse, T>(CallTarget target, CallContext call, Func<CallOptions, AsyncUnaryCall<TResponse>> start, Func<TResponse, T> map) =>
        RunAsync(target, call, tokens, maySendAgain: static () => true, attempt => Send(attempt, start), map);

    /// <summary>Makes a call whose answer says nothing.</summary>
    public Task CallAsync<TResponse>(CallTarget target, CallContext call, Func<CallOptions, AsyncUnaryCall<TResponse>> start) =>
        CallAsync(target, call, start, static response => response);

    /// <summary>Makes a call that must reach the service at most once: nothing whatever sends it again.</summary>
    public Task<T> CallOnceAsync<TResponse, T>(CallTarget target, CallContext call, Func<CallOptions, AsyncUnaryCall<TResponse>> start, Func<TResponse, T> map) =>
        RunAsync(target, call, tokens, maySendAgain: static () => false, attempt => Send(attempt, start), map);

    /// <summary>Makes a call that carries no token.</summary>
    public Task<T> CallAnonymouslyAsync<TResponse, T>(CallTarget target, CallContext call, Func<CallOptions, AsyncUnaryCall<TResponse>> start, Func<TResponse, T> map) =>
        RunAsync(target, call, tokens: null, maySendAgain: static () => true, attempt => Send(attempt, start), map);

    /// <summary>Reads a stream of messages. The time limit is on the silence before each, not on the whole.</summary>
    public Task ReadStreamAsync<TResponse>(
        CallTarget target, CallContext call, Func<CallOptions, AsyncServerStreamingCall<TResponse>> start, Func<TResponse, CancellationToken, ValueTask> take)
    {
        // What was taken once must not be handed over a second time.
        var begun = false;
        return RunAsync(target, call, tokens, () => !begun, attempt => ReceiveAsync(attempt, call, start, (message, cancellationToken) =>
        {
            begun = true;
            return take(message, cancellationToken);
        }), static all => all);
    }

    /// <param name="tokens">Null for a call that carries no token.</param>
    private async Task<T> RunAsync<TResponse, T>(
        CallTarget target, CallContext call, AccessTokenSource? tokens, Func<bool> maySendAgain, Func<Attempt, Task<TResponse>> send, Func<TResponse, T> map)
    {
        var begun = options.Clock.GetUtcNow();
        for (var renewed = false; ;)
        {
            var token = tokens is null ? null : await tokens.GetAsync(call.BeforeSending.CanBeCanceled ? call with { CancellationToken = call.BeforeSending } : call).ConfigureAwait(false);
            call.BeforeSending.ThrowIfCancellationRequested();
            if (_closing.IsCancellationRequested) throw Attempt.SessionClosed(mayHaveHappened: false);
            BillingException refusal;
            using (var attempt = new Attempt(target, call, token, options, _closing.Token))
            {
                try
                {
                    var response = await send(attempt).ConfigureAwait(false);
                    attempt.Report(StatusCode.OK);
                    return map(response);
                }
                catch (Exception error) when (attempt.CanExplain(error))
                {
                    refusal = attempt.Explain(error);
                }
            }
            if (token is not null && refusal.GrpcStatus == "UNAUTHENTICATED" && tokens!.CanRenew && !renewed)
            {
                tokens.Reject(token);
                if (!maySendAgain()) throw refusal;
                renewed = true;
            }
            else if (refusal.RetryAfter is { } wait && options.Clock.GetUtcNow() + wait < begun + options.Timeout && maySendAgain())
            {
                await PauseAsync(wait, call).ConfigureAwait(false);
            }
            else
            {
                throw refusal;
            }
        }
    }

    private Task<TResponse> Send<TResponse>(Attempt attempt, Func<CallOptions, AsyncUnaryCall<TResponse>> start)
    {
        attempt.Deadline = DateTime.UtcNow + options.Timeout;
        var sent = start(new CallOptions(attempt.Headers, attempt.Deadline, attempt.StopToken));
        attempt.Sent = sent;
        return sent.ResponseAsync;
    }

    private async Task<bool> ReceiveAsync<TResponse>(
        Attempt attempt, CallContext call, Func<CallOptions, AsyncServerStreamingCall<TResponse>> start, Func<TResponse, CancellationToken, ValueTask> take)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(attempt.StopToken);
        silence.CancelAfter(options.Timeout);
        try
        {
            using var sent = start(new CallOptions(attempt.Headers, cancellationToken: silence.Token));
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
    }

    private async Task PauseAsync(TimeSpan wait, CallContext call)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, _closing.Token);
        try
        {
            await Task.Delay(wait < s_shortestPause ? s_shortestPause : wait, options.Clock, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            throw Attempt.SessionClosed(mayHaveHappened: false);
        }
    }
}
