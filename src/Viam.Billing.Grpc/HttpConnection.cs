using System.Net;
using System.Runtime.CompilerServices;

namespace Viam.Billing.Grpc;

/// <summary>
/// What lies between gRPC and .NET's HTTP. No DelegatingHandler: below one of these the channel would find the SocketsHttpHandler,
/// and dial the host itself, past the proxy of the environment.
/// </summary>
internal sealed class HttpConnection : HttpMessageHandler
{
    // Flows with the call into its retries.
    private static readonly AsyncLocal<StrongBox<int>?> s_attempts = new();
    private readonly HttpMessageInvoker _inner;
    private readonly CancellationTokenSource _dialed = new();

    public HttpConnection(SocketsHttpHandler handler)
    {
        handler.PlaintextStreamFilter = (context, _) =>
        {
            _dialed.Cancel();
            return ValueTask.FromResult(context.PlaintextStream);
        };
        _inner = new HttpMessageInvoker(handler);
    }

    /// <summary>Begins to count how often the requests of a call are sent. gRPC's own retries show nowhere else if no answer comes.</summary>
    public static StrongBox<int> CountAttempts() => s_attempts.Value = new StrongBox<int>();

    /// <summary>
    /// Begins to open the connection, so that name lookup, TCP and TLS go on while the rest is still being loaded. What fails here fails again, and is told, in the first call.
    /// </summary>
    public void Dial(Uri endpoint) => Task.Run(async () =>
    {
        // A request is what makes .NET connect. It is given up before there is a connection that it could be sent on, and the connection stays for the first call.
        using var request = new HttpRequestMessage(HttpMethod.Options, endpoint) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        try
        {
            using var response = await _inner.SendAsync(request, _dialed.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
        }
    });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (s_attempts.Value is { } count) Interlocked.Increment(ref count.Value);
        return _inner.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }
}
