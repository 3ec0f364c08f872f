using System.Threading.Channels;
using Grpc.Core;

namespace Viam.Billing.Sandbox;

/// <summary>
/// Calls services in this process, without a network. Messages are serialized on their way, so client and service share no object. A deadline
/// ends a call with DEADLINE_EXCEEDED; cancelling it ends it with <see cref="OperationCanceledException"/>. Call credentials are ignored, as
/// on an <c>http://</c> channel. Unary calls and streams of responses alone.
/// </summary>
public sealed class InProcessCallInvoker : CallInvoker
{
    // So few that a service notices when its client does not read.
    private const int MaxUnreadResponses = 4;

    private readonly InProcessHandlers _handlers = new();

    /// <param name="bind">Calls the generated <c>BindService(ServiceBinderBase, ...)</c> of each service.</param>
    public InProcessCallInvoker(Action<ServiceBinderBase> bind)
    {
        ArgumentNullException.ThrowIfNull(bind);
        bind(_handlers);
    }

    /// <summary>An invoker for the three services of a world.</summary>
    public static InProcessCallInvoker For(SandboxWorld world) => new(binder =>
    {
        Contract.Rpc.AuthService.BindService(binder, new SandboxAuthService(world));
        Contract.AppService.BindService(binder, new SandboxAppService(world));
        Contract.BillingService.BindService(binder, new SandboxBillingService(world));
    });

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new InProcessCall(method, options);
        return new AsyncUnaryCall<TResponse>(
            UnaryAsync(call, method, request), call.ResponseHeaders, call.GetStatus, call.GetTrailers, call.Cancel);
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        UnaryAsync(new InProcessCall(method, options), method, request).GetAwaiter().GetResult();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new InProcessCall(method, options);
        var responses = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MaxUnreadResponses) { SingleReader = true });
        byte[] payload = PayloadSerializationContext.Serialize(method.RequestMarshaller, request);
        _ = StreamAsync(call, method, payload, responses.Writer);
        return new AsyncServerStreamingCall<TResponse>(
            new InProcessStreamReader<TResponse>(method.ResponseMarshaller, responses.Reader, call),
            call.ResponseHeaders, call.GetStatus, call.GetTrailers, call.Cancel);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Unsupported(method);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Unsupported(method);

    private static NotSupportedException Unsupported(IMethod method) => new($"{method.FullName} streams requests, which is not supported inside the process.");

    private static RpcException Unimplemented(IMethod method) => new(new Status(StatusCode.Unimplemented, $"{method.FullName} is not implemented."));

    private async Task<TResponse> UnaryAsync<TRequest, TResponse>(InProcessCall call, Method<TRequest, TResponse> method, TRequest request)
        where TRequest : class
        where TResponse : class
    {
        byte[] payload = PayloadSerializationContext.Serialize(method.RequestMarshaller, request);
        byte[] response = await call.RunAsync(context =>
            _handlers.Unary.TryGetValue(method.FullName, out var handler) ? handler(payload, context) : throw Unimplemented(method)).ConfigureAwait(false);
        return PayloadDeserializationContext.Deserialize(method.ResponseMarshaller, response);
    }

    // Never fails: what goes wrong comes out at the reader.
    private async Task StreamAsync(InProcessCall call, IMethod method, byte[] payload, ChannelWriter<byte[]> responses)
    {
        Exception? failure = null;
        try
        {
            await call.RunAsync(async context =>
            {
                if (!_handlers.ServerStreaming.TryGetValue(method.FullName, out var handler))
                    throw Unimplemented(method);
                await handler(payload, responses, context).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }
        responses.TryComplete(failure);
    }
}
