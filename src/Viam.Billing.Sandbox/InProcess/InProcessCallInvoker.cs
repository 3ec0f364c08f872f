using System.Buffers;
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Sandbox.Services;

namespace Viam.Billing.Sandbox.InProcess;

/// <summary>
/// Calls gRPC services in this process without a network. Messages are cloned, so that client and service share no
/// objects. Supports unary calls and server streaming. Call credentials are ignored, as on an <c>http://</c> channel.
/// </summary>
internal sealed class InProcessCallInvoker : CallInvoker
{
    /// <summary>Small, so that a service is blocked if its client doesn't read.</summary>
    private const int MaxUnreadResponses = 4;

    private readonly Binder _services = new();

    /// <param name="bind">Calls the generated <c>BindService(ServiceBinderBase, ...)</c> of each service.</param>
    public InProcessCallInvoker(Action<ServiceBinderBase> bind) => bind(_services);

    /// <summary>Creates an invoker for the three services of a sandbox.</summary>
    public static InProcessCallInvoker For(SandboxState state) =>
        new(binder =>
        {
            AuthService.BindService(binder, new SandboxAuthService(state));
            AppService.BindService(binder, new SandboxAppService(state));
            BillingService.BindService(binder, new SandboxBillingService(state));
        });

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request
    )
    {
        var call = new InProcessCall(method.FullName, options);
        var received = Clone(request);
        var response = call.RunAsync(async () =>
        {
            var handler = _services.Find<Func<TRequest, ServerCallContext, Task<IMessage>>>(method);
            var message = await handler(received, call).ConfigureAwait(false);
            // A client that converts messages while it parses them has a separate class for the response.
            return message is TResponse same
                ? Clone(same)
                : method.ResponseMarshaller.ContextualDeserializer(new Payload(message.ToByteArray()));
        });
        return new(response, call.ResponseHeaders, () => call.FinalStatus, () => call.ResponseTrailers, call.Cancel);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request
    )
    {
        var call = new InProcessCall(method.FullName, options);
        var received = Clone(request);
        var responses = Channel.CreateBounded<TResponse>(MaxUnreadResponses);
        _ = StreamAsync();
        return new(
            new Reader<TResponse>(responses.Reader, call),
            call.ResponseHeaders,
            () => call.FinalStatus,
            () => call.ResponseTrailers,
            call.Cancel
        );

        // This never fails, because the reader receives the error.
        async Task StreamAsync()
        {
            Exception? failure = null;
            try
            {
                await call.RunAsync(async () =>
                    {
                        var handler = _services.Find<ServerStreamingServerMethod<TRequest, TResponse>>(method);
                        await handler(received, new Writer<TResponse>(responses.Writer, call), call)
                            .ConfigureAwait(false);
                        return true;
                    })
                    .ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
            responses.Writer.TryComplete(failure);
        }
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request
    ) => AsyncUnaryCall(method, host, options, request).ResponseAsync.GetAwaiter().GetResult();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options
    ) => throw Unsupported(method);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options
    ) => throw Unsupported(method);

    private static NotSupportedException Unsupported(IMethod method) =>
        new($"{method.FullName} streams requests, which isn't supported in process.");

    private static T Clone<T>(T message)
        where T : class => ((IDeepCloneable<T>)message).Clone();

    /// <summary>Collects the service methods by full name.</summary>
    private sealed class Binder : ServiceBinderBase
    {
        private readonly Dictionary<string, Delegate> _handlers = new(StringComparer.Ordinal);

        public T Find<T>(IMethod method)
            where T : Delegate =>
            _handlers.GetValueOrDefault(method.FullName) as T
            ?? throw new RpcException(new Status(StatusCode.Unimplemented, $"{method.FullName} is not implemented."));

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            UnaryServerMethod<TRequest, TResponse>? handler
        ) =>
            _handlers.Add(
                method.FullName,
                async Task<IMessage> (TRequest request, ServerCallContext call) =>
                    (IMessage)await handler!(request, call).ConfigureAwait(false)
            );

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            ServerStreamingServerMethod<TRequest, TResponse>? handler
        ) => _handlers.Add(method.FullName, handler!);
    }

    /// <summary>A serialized message.</summary>
    private sealed class Payload(byte[] bytes) : DeserializationContext
    {
        public override int PayloadLength => bytes.Length;

        public override byte[] PayloadAsNewBuffer() => [.. bytes];

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(bytes);
    }

    private sealed class Writer<T>(ChannelWriter<T> responses, InProcessCall call) : IServerStreamWriter<T>
        where T : class
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(T message) => WriteAsync(message, call.CancellationToken);

        public async Task WriteAsync(T message, CancellationToken cancellationToken)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.CancellationToken);
            await responses.WriteAsync(Clone(message), stop.Token).ConfigureAwait(false);
        }
    }

    private sealed class Reader<T>(ChannelReader<T> responses, InProcessCall call) : IAsyncStreamReader<T>
    {
        public T Current { get; private set; } = default!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            call.ThrowIfStopped();
            try
            {
                if (
                    !await responses.WaitToReadAsync(cancellationToken).ConfigureAwait(false)
                    || !responses.TryRead(out var message)
                )
                {
                    return false;
                }
                Current = message;
                return true;
            }
            catch (OperationCanceledException)
            {
                // Canceling a read cancels the whole call, as in Grpc.Net.Client.
                call.Cancel();
                throw;
            }
        }
    }
}
