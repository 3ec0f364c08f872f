using System.Buffers;
using Grpc.Core;

namespace Viam.Billing.Sandbox;

/// <summary>Takes a serialized message.</summary>
internal sealed class PayloadSerializationContext : SerializationContext
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    internal static byte[] Serialize<T>(Marshaller<T> marshaller, T message)
    {
        var context = new PayloadSerializationContext();
        marshaller.ContextualSerializer(message, context);
        return context._buffer.WrittenSpan.ToArray();
    }

    public override void Complete(byte[] payload) => _buffer.Write(payload);

    public override IBufferWriter<byte> GetBufferWriter() => _buffer;

    // Only a hint at the size, which the buffer does without.
    public override void SetPayloadLength(int payloadLength)
    {
    }

    public override void Complete()
    {
    }
}
