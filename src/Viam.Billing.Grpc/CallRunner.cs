using System.Diagnostics;
using Grpc.Core;
using Viam.Billing.Service;

namespace Viam.Billing.Grpc;

/// <summary>How every call is made: with a token and a deadline, reported, and with errors that are the module's own.</summary>
internal sealed class CallRunner(AccessTokenSource tokens, BillingServiceOptions options)
{
    private const string PreviousAttemptsHeader = "grpc-previous-rpc-attempts";
    private volatile bool _closed;

    public void Close() => _closed = true;

    /// <summary>Makes a call with the session's token. A token that the service refuses is renewed once: a refused call has done nothing.</summary>
    public async Task<TResponse> CallAsync<TResponse>(CallTarget target, CallContext call, Func<CallOptions, AsyncUnaryCall<TResponse>> start)
    {
        for (var renewed = false; ; renewed = true)
        {
            var token = await tokens.GetAsync(call).ConfigureAwait(false);
            var headers = new Metadata { { "authorization", "Bearer " + token.Value } };
            try
            {
                return await SendAsync(target, call, headers, start).ConfigureAwait(false);
            }
            catch (BillingException error) when (error.GrpcStatus == "UNAUTHENTICATED" && tokens.CanRenew && !renewed)
            {
                tokens.Reject(token);
            }
        }
    }

    /// <summary>Makes a call that carries no token.</summary>
    public Task<TResponse> CallAnonymouslyAsync<TResponse>(CallTarget target, CallContext call, Func<CallOptions, AsyncUnaryCall<TResponse>> start) =>
        SendAsync(target, call, [], start);

    private async Task<TResponse> SendAsync<TResponse>(
        CallTarget target, CallContext call, Metadata headers, Func<CallOptions, AsyncUnaryCall<TResponse>> start)
    {
        ThrowIfClosed();
        var begun = Stopwatch.GetTimestamp();
        var outcome = StatusCode.OK;
        var attempts = 1;
        try
        {
            using var sent = start(new CallOptions(headers, DateTime.UtcNow + options.Timeout, call.CancellationToken));
            var response = await sent.ResponseAsync.ConfigureAwait(false);
            if (call.Report is not null) attempts = CountAttempts(await sent.ResponseHeadersAsync.ConfigureAwait(false));
            return response;
        }
        catch (RpcException error)
        {
            outcome = error.StatusCode;
            attempts = CountAttempts(error.Trailers);
            call.CancellationToken.ThrowIfCancellationRequested();
            if (_closed) throw SessionClosed();
            throw StatusMapper.ToBillingException(error, target, options);
        }
        catch (OperationCanceledException)
        {
            outcome = StatusCode.Cancelled;
            call.CancellationToken.ThrowIfCancellationRequested();
            throw SessionClosed();
        }
        catch (ObjectDisposedException) when (_closed)
        {
            outcome = StatusCode.Cancelled;
            throw SessionClosed();
        }
        finally
        {
            call.Report?.Invoke(new CallReport(
                target.Method, target.Subject, StatusMapper.NameOf(outcome), Stopwatch.GetElapsedTime(begun), attempts));
        }
    }

    private void ThrowIfClosed()
    {
        if (_closed) throw SessionClosed();
    }

    private static int CountAttempts(Metadata headers) => int.TryParse(headers.GetValue(PreviousAttemptsHeader), out var previous) ? previous + 1 : 1;

    private static BillingException SessionClosed() => new(BillingError.SessionClosed, "The session was ended while the call was under way.");
}
