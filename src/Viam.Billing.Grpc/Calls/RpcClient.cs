using Grpc.Core;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Calls;

/// <summary>Makes calls that carry the session's access token.</summary>
internal sealed class RpcClient(RpcExecutor executor, AccessTokenSource tokens)
{
    /// <summary>
    /// Makes a call that changes nothing. It is retried; otherwise, it is like <see cref="ChangeAsync"/>.
    /// </summary>
    public Task<T> ReadAsync<TResponse, T>(
        RpcDescriptor target,
        CallContext call,
        Func<CallOptions, AsyncUnaryCall<TResponse>> start,
        Func<TResponse, T> map
    ) => executor.RunAsync(target, call, tokens, Repetition.Read, attempt => executor.Send(attempt, start), map);

    /// <summary>
    /// Makes a call whose response contains no data. A token that the service rejects is renewed once. If the service
    /// specifies when to try again, the call is made again then, because a rejected call has changed nothing.
    /// </summary>
    public Task ChangeAsync<TResponse>(
        RpcDescriptor target,
        CallContext call,
        Func<CallOptions, AsyncUnaryCall<TResponse>> start
    ) =>
        executor.RunAsync(
            target,
            call,
            tokens,
            Repetition.Change,
            attempt => executor.Send(attempt, start),
            static response => response
        );

    /// <summary>Makes a call that must reach the service at most once. It is never sent again.</summary>
    public Task<T> CallOnceAsync<TResponse, T>(
        RpcDescriptor target,
        CallContext call,
        Func<CallOptions, AsyncUnaryCall<TResponse>> start,
        Func<TResponse, T> map
    ) => executor.RunAsync(target, call, tokens, Repetition.AtMostOnce, attempt => executor.Send(attempt, start), map);

    /// <summary>
    /// Reads a stream of messages. The timeout applies to the wait for each message, not to the whole stream.
    /// </summary>
    public Task ReadStreamAsync<TResponse>(
        RpcDescriptor target,
        CallContext call,
        Func<CallOptions, AsyncServerStreamingCall<TResponse>> start,
        Func<TResponse, CancellationToken, ValueTask> take
    )
    {
        var repetition = Repetition.Stream();
        return executor.RunAsync(
            target,
            call,
            tokens,
            repetition,
            attempt =>
                executor.ReceiveAsync(
                    attempt,
                    call,
                    start,
                    (message, cancellationToken) =>
                    {
                        repetition.End();
                        return take(message, cancellationToken);
                    }
                ),
            static isComplete => isComplete
        );
    }
}
