using System.Threading.Channels;
using Grpc.Core;

namespace Viam.Billing.Sandbox;

/// <summary>The server's end of a stream of responses.</summary>
internal sealed class InProcessStreamWriter<T>(Marshaller<T> marshaller, ChannelWriter<byte[]> responses, CancellationToken callStopped)
    : IServerStreamWriter<T>
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, callStopped);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, callStopped);
        await responses.WriteAsync(PayloadSerializationContext.Serialize(marshaller, message), stopped.Token).ConfigureAwait(false);
    }
}
