using System.Threading.Channels;
using Grpc.Core;

namespace Viam.Billing.Sandbox;

/// <summary>Collects the methods of services, each as a function from bytes to bytes. A method's key is its full name.</summary>
internal sealed class InProcessHandlers : ServiceBinderBase
{
    internal Dictionary<string, Func<byte[], ServerCallContext, Task<byte[]>>> Unary { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, Func<byte[], ChannelWriter<byte[]>, ServerCallContext, Task>> ServerStreaming { get; } = new(StringComparer.Ordinal);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Unary.Add(method.FullName, async (payload, context) =>
        {
            TRequest request = PayloadDeserializationContext.Deserialize(method.RequestMarshaller, payload);
            TResponse response = await handler(request, context).ConfigureAwait(false);
            return PayloadSerializationContext.Serialize(method.ResponseMarshaller, response);
        });
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ServerStreaming.Add(method.FullName, (payload, responses, context) =>
        {
            TRequest request = PayloadDeserializationContext.Deserialize(method.RequestMarshaller, payload);
            return handler(request, new InProcessStreamWriter<TResponse>(method.ResponseMarshaller, responses, context.CancellationToken), context);
        });
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        throw Unsupported(method);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        throw Unsupported(method);

    private static NotSupportedException Unsupported(IMethod method) => new($"{method.FullName} streams requests, which is not supported inside the process.");
}
