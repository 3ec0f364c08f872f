using System.Net;
using Viam.Billing.Grpc.Calls;

namespace Viam.Billing.Grpc.Transport;

/// <summary>
/// The content of a request, which is written once. .NET starts to write it again only if HTTP/2 reported that the
/// request wasn't processed.
/// </summary>
internal sealed class SingleUseContent : HttpContent
{
    private readonly HttpContent _content;
    private readonly RequestState? _dispatch;
    private int _isBegun;

    public SingleUseContent(HttpContent content, RequestState? dispatch)
    {
        _content = content;
        _dispatch = dispatch;
        foreach (var header in content.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        if (Interlocked.Exchange(ref _isBegun, 1) == 1)
        {
            _dispatch?.MarkNotProcessed();
            throw new IOException("The server did not process the request.");
        }
        if (_dispatch?.TrySend() == false)
        {
            throw new OperationCanceledException(SendOnceHandler.Stopped);
        }
        return _content.CopyToAsync(stream, context, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }
        base.Dispose(disposing);
    }
}
