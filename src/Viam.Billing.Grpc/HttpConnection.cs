using System.Net;

namespace Viam.Billing.Grpc;

/// <summary>
/// Stands below gRPC, where requests become HTTP/2, and keeps the record of each call's <see cref="Dispatch"/>. .NET's HTTP client sends a request again by itself
/// where a server says that it did not process it (REFUSED_STREAM, GOAWAY). Nobody's word is taken for that here: a request goes out once, and what may be
/// tried again is gRPC's retry policy to say, by the method's name.
/// </summary>
internal sealed class HttpConnection : DelegatingHandler
{
    private const string Stopped = "The call was stopped before its request left.";
    private readonly CancellationTokenSource _dialed = new();

    public HttpConnection(SocketsHttpHandler handler) : base(handler)
    {
        handler.PlaintextStreamFilter = (context, _) =>
        {
            _dialed.Cancel();
            return ValueTask.FromResult(context.PlaintextStream);
        };
    }

    /// <summary>
    /// Begins to open the connection, so that name lookup, TCP and TLS go on while the rest is still being loaded. What fails here fails again, and is told, in the first call.
    /// </summary>
    public void Dial(Uri endpoint) => Task.Run(async () =>
    {
        // A request is what makes .NET connect. It is given up before there is a connection that it could be sent on, and the connection stays for the first call.
        using var request = new HttpRequestMessage(HttpMethod.Options, endpoint) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        try
        {
            using var response = await base.SendAsync(request, _dialed.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
        }
    });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var dispatch = Dispatch.Current;
        if (dispatch?.TryBegin() == false) throw new OperationCanceledException(Stopped);
        if (request.Content is { } content) request.Content = new OnceContent(content, dispatch);
        return base.SendAsync(request, cancellationToken);
    }

    private sealed class OnceContent : HttpContent
    {
        private readonly HttpContent _content;
        private readonly Dispatch? _dispatch;
        private int _isBegun;

        public OnceContent(HttpContent content, Dispatch? dispatch)
        {
            _content = content;
            _dispatch = dispatch;
            foreach (var header in content.Headers) Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            if (Interlocked.Exchange(ref _isBegun, 1) == 1) throw new IOException("The server did not process the request.");
            if (_dispatch?.TryLeave() == false) throw new OperationCanceledException(Stopped);
            return _content.CopyToAsync(stream, context, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _content.Headers.ContentLength ?? -1;
            return length >= 0;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _content.Dispose();
            base.Dispose(disposing);
        }
    }
}
