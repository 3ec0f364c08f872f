using Grpc.Core;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Calls;

/// <summary>
/// Makes every call with a token and a deadline, reports it, and converts its errors. It is one async method, because
/// each additional one is compiled again in every process that makes a call.
/// </summary>
internal sealed class RpcExecutor(BillingServiceOptions options)
{
    /// <summary>The minimum delay, for services that reject a request and allow a retry immediately.</summary>
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(100);

    // Cancels the calls in progress. If only the connection were closed, gRPC would retry them several times first.
    private readonly CancellationTokenSource _closing = new();

    public void Close() => _closing.Cancel();

    /// <summary>Makes a call without a token.</summary>
    public Task<T> CallAnonymouslyAsync<TResponse, T>(
        RpcDescriptor target,
        CallContext call,
        Func<CallOptions, AsyncUnaryCall<TResponse>> start,
        Func<TResponse, T> map
    ) => RunAsync(target, call, tokens: null, Repetition.Read, attempt => Send(attempt, start), map);

    /// <param name="tokens">Null for a call without a token.</param>
    public async Task<T> RunAsync<TResponse, T>(
        RpcDescriptor target,
        CallContext call,
        AccessTokenSource? tokens,
        Repetition repetition,
        Func<RpcAttempt, Task<TResponse>> send,
        Func<TResponse, T> map
    )
    {
        var begun = options.Clock.GetUtcNow();
        for (var renewed = false; ; )
        {
            var token = tokens is null
                ? null
                : await tokens
                    .GetAsync(
                        call.BeforeSending.CanBeCanceled ? call with { CancellationToken = call.BeforeSending } : call
                    )
                    .ConfigureAwait(false);
            call.BeforeSending.ThrowIfCancellationRequested();
            if (_closing.IsCancellationRequested)
            {
                throw RpcAttempt.SessionClosed(mayHaveHappened: false);
            }

            BillingException failure;
            using (var attempt = new RpcAttempt(target, call, token, options, _closing.Token))
            {
                try
                {
                    while (true)
                    {
                        TimeSpan delay;
                        try
                        {
                            var response = await send(attempt).ConfigureAwait(false);
                            attempt.Report(StatusCode.OK);
                            return map(response);
                        }
                        catch (RpcException exception)
                            when (repetition.MayRetry && attempt.TryRetry(exception, out delay))
                        {
                            await Task.Delay(delay, attempt.StopToken).ConfigureAwait(false);
                        }
                    }
                }
                catch (Exception error) when (attempt.CanHandle(error))
                {
                    failure = attempt.ToBillingException(error);
                }
            }
            if (token is not null && failure.GrpcStatus == "UNAUTHENTICATED" && tokens!.CanRenew && !renewed)
            {
                tokens.Reject(token);
                if (!repetition.MaySendAgain)
                {
                    throw failure;
                }

                renewed = true;
            }
            else if (
                failure.RetryAfter is { } wait
                && options.Clock.GetUtcNow() + wait < begun + options.Timeout
                && repetition.MaySendAgain
            )
            {
                await PauseAsync(wait, call).ConfigureAwait(false);
            }
            else
            {
                throw failure;
            }
        }
    }

    public Task<TResponse> Send<TResponse>(RpcAttempt attempt, Func<CallOptions, AsyncUnaryCall<TResponse>> start)
    {
        // One deadline for the request and its retries.
        attempt.Deadline ??= DateTime.UtcNow + options.Timeout;
        var sent = start(new CallOptions(attempt.CreateHeaders(), attempt.Deadline, attempt.StopToken));
        attempt.Sent = sent;
        return sent.ResponseAsync;
    }

    public async Task<bool> ReceiveAsync<TResponse>(
        RpcAttempt attempt,
        CallContext call,
        Func<CallOptions, AsyncServerStreamingCall<TResponse>> start,
        Func<TResponse, CancellationToken, ValueTask> take
    )
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(attempt.StopToken);
        silence.CancelAfter(attempt.TimeLeft);
        try
        {
            using var sent = start(new CallOptions(attempt.CreateHeaders(), cancellationToken: silence.Token));
            while (await sent.ResponseStream.MoveNext(silence.Token).ConfigureAwait(false))
            {
                // The time for writing to the disk doesn't count as idle time of the service.
                silence.CancelAfter(Timeout.InfiniteTimeSpan);
                await take(sent.ResponseStream.Current, call.CancellationToken).ConfigureAwait(false);
                silence.CancelAfter(options.Timeout);
            }
            return true;
        }
        catch (Exception error)
            when (error is RpcException or OperationCanceledException && silence.IsCancellationRequested)
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
            await Task.Delay(wait < s_shortestPause ? s_shortestPause : wait, options.Clock, stop.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            throw RpcAttempt.SessionClosed(mayHaveHappened: false);
        }
    }
}
