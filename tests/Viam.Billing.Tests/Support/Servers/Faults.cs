using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Viam.Billing.Contract;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Intercepts the services: records every request, and lets a test respond in their place.</summary>
internal sealed class Faults : Interceptor
{
    private readonly ConcurrentQueue<RecordedCall> _seen = new();

    /// <summary>Runs before the service. An exception becomes the response.</summary>
    public Func<ServerCallContext, Task>? Before { get; set; }

    /// <summary>Runs after the service has processed the request. An exception becomes the response.</summary>
    public Func<ServerCallContext, Task>? After { get; set; }

    /// <summary>Replaces the response of the service.</summary>
    public Func<object, object>? Rewrite { get; set; }

    /// <summary>Responds to a PDF request in place of the service by sending chunks.</summary>
    public Func<ServerCallContext, Func<ByteString, Task>, Task>? Pdf { get; set; }

    /// <summary>False if there are too many requests to keep.</summary>
    public bool RecordsCalls { get; set; } = true;

    public IReadOnlyList<RecordedCall> RecordedCalls => [.. _seen];

    /// <summary>The request of the call that is passed to <see cref="Before"/>.</summary>
    public static object RequestOf(ServerCallContext context) => context.UserState[nameof(RequestOf)];

    public int Count(string method) =>
        _seen.Count(call => call.Method.EndsWith("/" + method, StringComparison.Ordinal));

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    )
    {
        Record(request, context);
        if (Before is not null)
        {
            await Before(context);
        }

        var response = await continuation(request, context);
        if (After is not null)
        {
            await After(context);
        }

        return Rewrite is null ? response : (TResponse)Rewrite(response);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation
    )
    {
        Record(request, context);
        if (Before is not null)
        {
            await Before(context);
        }

        if (Pdf is not null)
        {
            var writer = (IServerStreamWriter<GetInvoicePdfResponse>)responseStream;
            await Pdf(
                context,
                part => writer.WriteAsync(new GetInvoicePdfResponse { Chunk = part }, context.CancellationToken)
            );
        }
        else
        {
            await continuation(request, responseStream, context);
        }
    }

    private void Record(object request, ServerCallContext context)
    {
        context.UserState[nameof(RequestOf)] = request;
        if (RecordsCalls)
        {
            _seen.Enqueue(new RecordedCall(context.Method, request, [.. context.RequestHeaders]));
        }
    }
}
