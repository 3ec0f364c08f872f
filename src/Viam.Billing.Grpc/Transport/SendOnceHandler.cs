using System.Net;
using Viam.Billing.Grpc.Calls;

namespace Viam.Billing.Grpc.Transport;

/// <summary>
/// Is below gRPC, where requests become HTTP/2, and keeps the record of each call's <see cref="RequestState"/>. If a server
/// reports that it didn't process a request (REFUSED_STREAM, GOAWAY), .NET's HTTP client sends it again by itself. Here
/// a request is sent once. That .NET begins to write its content again is noted as the evidence that it wasn't
/// processed; gRPC's retry policy, and for charges the charging engine, decide what follows.
/// </summary>
internal sealed class SendOnceHandler : DelegatingHandler
{
    internal const string Stopped = "The call was stopped before its request left.";
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
    /// Begins to open the connection, so that name lookup, TCP and TLS go on while the rest is still being loaded. What
    /// fails here fails again, and is told, in the first call.
    /// </summary>
    public void Preconnect(Uri endpoint) =>
        Task.Run(async () =>
        {
            // A request is what makes .NET connect. It is given up before there is a connection that it could be sent on,
            // and the connection stays for the first call.
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
