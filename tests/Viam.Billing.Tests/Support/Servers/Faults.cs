using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Viam.Billing.Contract;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Stands before the services: keeps a record of every call, and lets a test answer in their place.</summary>
internal sealed class Faults : Interceptor
{
    private readonly ConcurrentQueue<SeenCall> _seen = new();

    /// <summary>Runs before a service does; what it throws is the answer.</summary>
    public Func<ServerCallContext, Task>? Before { get; set; }

    /// <summary>Runs once a service has done what it was asked; what it throws is the answer.</summary>
    public Func<ServerCallContext, Task>? After { get; set; }

    /// <summary>Replaces the answer of a service.</summary>
    public Func<object, object>? Rewrite { get; set; }

    /// <summary>Answers a request for a PDF in place of the service, by sending parts of it.</summary>
    public Func<ServerCallContext, Func<ByteString, Task>, Task>? Pdf { get; set; }

    /// <summary>False where there are more calls than a test wants to keep.</summary>
    public bool KeepsRecord { get; set; } = true;

    public IReadOnlyList<SeenCall> Seen => [.. _seen];

    /// <summary>The request of a call that <see cref="Before"/> is asked about.</summary>
    public static object RequestOf(ServerCallContext context) => context.UserState[nameof(RequestOf)];

    public int Count(string method) => _seen.Count(call => call.Method.EndsWith("/" + method, StringComparison.Ordinal));

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Record(request, context);
        if (Before is not null) await Before(context);
        var response = await continuation(request, context);
        if (After is not null) await After(context);
        return Rewrite is null ? response : (TResponse)Rewrite(response);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Record(request, context);
        if (Before is not null) await Before(context);
        if (Pdf is not null)
        {
            var writer = (IServerStreamWriter<GetInvoicePdfResponse>)responseStream;
            await Pdf(context, part => writer.WriteAsync(new GetInvoicePdfResponse { Chunk = part }, context.CancellationToken));
        }
        else
        {
            await continuation(request, responseStream, context);
        }
    }

    private void Record(object request, ServerCallContext context)
    {
        context.UserState[nameof(RequestOf)] = request;
        if (KeepsRecord) _seen.Enqueue(new SeenCall(context.Method, request, [.. context.RequestHeaders]));
    }
}

/// <summary>A call as the server got it.</summary>
internal sealed record SeenCall(string Method, object Request, IReadOnlyList<Metadata.Entry> Headers)
{
    public IEnumerable<string> HeaderValues(string name) => Headers.Where(header => header.Key == name).Select(header => header.Value);
}
