using System.Net;
using Viam.Billing.Grpc.Calls;

namespace Viam.Billing.Grpc.Transport;

/// <summary>
/// Sends each request once, and updates the <see cref="RequestState"/> of its call. The handler is between gRPC and
/// .NET's HTTP client. If a server reports that it didn't process a request (REFUSED_STREAM, GOAWAY), the HTTP client
/// would send the request again. This handler prevents that. If the HTTP client starts to write the content again, the
/// handler records that the request wasn't processed. <see cref="ReadRetry"/>, or for charges the charging engine,
/// then decides whether to send the request again.
/// </summary>
internal sealed class SendOnceHandler : DelegatingHandler
{
    internal const string Stopped = "The request was canceled before it was sent.";
    private readonly CancellationTokenSource _connected = new();

    public SendOnceHandler(SocketsHttpHandler handler)
        : base(handler)
    {
        handler.PlaintextStreamFilter = (context, _) =>
        {
            _connected.Cancel();
            return ValueTask.FromResult(context.PlaintextStream);
        };
    }

    /// <summary>
    /// Starts to open the connection, so that the name resolution, TCP, and TLS run while other code is loaded. An
    /// error is reported by the first call, which fails in the same way.
    /// </summary>
    public void Preconnect(Uri endpoint) =>
        Task.Run(async () =>
        {
            // .NET opens a connection only for a request. The request is canceled before it can be sent, and the
            // connection remains open for the first call.
            using var request = new HttpRequestMessage(HttpMethod.Options, endpoint)
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            try
            {
                using var response = await base.SendAsync(request, _connected.Token).ConfigureAwait(false);
            }
            catch (Exception exception)
                when (exception is HttpRequestException or OperationCanceledException or ObjectDisposedException) { }
        });

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var dispatch = RequestState.Current;
        if (dispatch?.TryBegin() == false)
        {
            throw new OperationCanceledException(Stopped);
        }

        if (request.Content is { } content)
        {
            request.Content = new SingleUseContent(content, dispatch);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
