using System.Threading.Channels;
using Grpc.Core;

namespace Viam.Billing.Sandbox;

/// <summary>The client's end of a stream of responses. The call's end completes the channel, with the exception if there is one.</summary>
internal sealed class InProcessStreamReader<T>(Marshaller<T> marshaller, ChannelReader<byte[]> responses, InProcessCall call) : IAsyncStreamReader<T>
    where T : class
{
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("There is no current message.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _current = null;

        // A cancelled read cancels the whole call, as grpc-dotnet does it.
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static call => ((InProcessCall)call!).Cancel(), call);
        cancellationToken.ThrowIfCancellationRequested();
        call.ThrowIfStopped();
        if (!await responses.WaitToReadAsync(cancellationToken).ConfigureAwait(false) || !responses.TryRead(out byte[]? payload))
            return false;
        _current = PayloadDeserializationContext.Deserialize(marshaller, payload);
        return true;
    }
}
