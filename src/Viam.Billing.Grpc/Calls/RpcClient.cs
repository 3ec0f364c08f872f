using Grpc.Core;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Calls;

/// <summary>Makes calls that carry the session's access token.</summary>
internal sealed class RpcClient(RpcExecutor executor, AccessTokenSource tokens)
{
    /// <summary>
    /// Makes a call. A token that the service refuses is renewed once. If the service says when to try again, the call is made
    /// again then, because a refused call has done nothing.
    /// </summary>
    public Task<T> CallAsync<TResponse, T>(
        RpcDescriptor target,
        CallContext call,
        Func<CallOptions, AsyncUnaryCall<TResponse>> start,
        Func<TResponse, T> map
    ) => executor.RunAsync(target, call, tokens, static () => true, attempt => executor.Send(attempt, start), map);

    /// <summary>Makes a call whose response carries no data.</summary>
    public Task CallAsync<TResponse>(
        RpcDescriptor target,
        CallContext call,
        Func<CallOptions, AsyncUnaryCall<TResponse>> start
    ) => CallAsync(target, call, start, static response => response);

    /// <summary>Makes a call that must reach the service at most once. It is never sent again.</summary>
    public Task<T> CallOnceAsync<TResponse, T>(
        RpcDescriptor target,
        CallContext call,
        Func<CallOptions, AsyncUnaryCall<TResponse>> start,
        Func<TResponse, T> map
    ) => executor.RunAsync(target, call, tokens, static () => false, attempt => executor.Send(attempt, start), map);

    /// <summary>Reads a stream of messages. The timeout applies to the wait for each message, not to the whole stream.</summary>
    public Task ReadStreamAsync<TResponse>(
        RpcDescriptor target,
        CallContext call,
        Func<CallOptions, AsyncServerStreamingCall<TResponse>> start,
        Func<TResponse, CancellationToken, ValueTask> take
    )
    {
        // A message must not be delivered twice.
        var hasBegun = false;
        return executor.RunAsync(
            target,
            call,
            tokens,
            () => !hasBegun,
            attempt =>
                executor.ReceiveAsync(
                    attempt,
                    call,
                    start,
                    (message, cancellationToken) =>
                    {
                        hasBegun = true;
                        return take(message, cancellationToken);
                    }
                ),
            static isComplete => isComplete
        );
    }
}
