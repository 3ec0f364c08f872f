using Grpc.Core;

namespace Viam.Billing.Sandbox;

/// <summary>What a service sees of a call inside the process.</summary>
internal sealed class InProcessServerCallContext(string method, Metadata requestHeaders, DateTime deadline, CancellationToken stopped) : ServerCallContext
{
    private readonly TaskCompletionSource<Metadata> _responseHeaders = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the client gets as headers; done at the latest by <see cref="CompleteHeaders"/>.</summary>
    internal Task<Metadata> ResponseHeaders => _responseHeaders.Task;

    protected override string MethodCore => method;

    protected override string HostCore => "localhost";

    protected override string PeerCore => "in-process";

    protected override DateTime DeadlineCore => deadline;

    protected override Metadata RequestHeadersCore => requestHeaders;

    protected override CancellationToken CancellationTokenCore => stopped;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    internal void CompleteHeaders() => _responseHeaders.TrySetResult([]);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("A call inside the process does not propagate its context.");

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => _responseHeaders.TrySetResult(responseHeaders)
        ? Task.CompletedTask
        : throw new InvalidOperationException("The response headers were written already.");
}
