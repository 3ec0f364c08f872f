using System.Buffers;
using Grpc.Core;

namespace Viam.Billing.Sandbox;

/// <summary>Hands out a serialized message.</summary>
internal sealed class PayloadDeserializationContext(byte[] payload) : DeserializationContext
{
    public override int PayloadLength => payload.Length;

    internal static T Deserialize<T>(Marshaller<T> marshaller, byte[] payload) => marshaller.ContextualDeserializer(new PayloadDeserializationContext(payload));

    public override byte[] PayloadAsNewBuffer() => payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);
}
