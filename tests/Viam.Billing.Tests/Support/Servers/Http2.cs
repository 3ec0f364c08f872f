using System.Buffers.Binary;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>The subset of HTTP/2 framing needed for faulty servers (RFC 9113, sections 3.4, 4.1, and 6).</summary>
internal static class Http2
{
    public const byte Data = 0x0;
    public const byte Headers = 0x1;
    public const byte ResetStream = 0x3;
    public const byte Settings = 0x4;
    public const byte GoAway = 0x7;

    /// <summary>The length of the client preface, in bytes.</summary>
    public const int PrefaceLength = 24;

    private const int HeaderLength = 9;

    /// <summary>Creates a connection-level frame without flags.</summary>
    public static byte[] Frame(byte type, params byte[] payload) =>
        [0, 0, checked((byte)payload.Length), type, 0, 0, 0, 0, 0, .. payload];

    /// <summary>Reports that no stream above one was processed.</summary>
    public static byte[] GoAwayFrame(int lastStream, int errorCode = 0) =>
        Frame(GoAway, [.. BigEndian(lastStream), .. BigEndian(errorCode)]);

    /// <summary>
    /// The headers of a gRPC response: the status 200 of HPACK's static table, and a literal content type.
    /// </summary>
    public static byte[] ResponseHeadersFrame(int stream)
    {
        byte[] block = [0x88, 0x00, 12, .. "content-type"u8, 16, .. "application/grpc"u8];
        return [0, 0, (byte)block.Length, Headers, 0x4, .. BigEndian(stream), .. block];
    }

    /// <summary>A whole gRPC message of fewer than 128 bytes.</summary>
    public static byte[] MessageFrame(int stream, params byte[] message) =>
        [0, 0, (byte)(message.Length + 5), Data, 0, .. BigEndian(stream), 0, .. BigEndian(message.Length), .. message];

    /// <summary>Reports that a stream wasn't processed (error code REFUSED_STREAM).</summary>
    public static byte[] RefusedStreamFrame(int stream) =>
        [0, 0, 4, ResetStream, 0, .. BigEndian(stream), .. BigEndian(7)];

    public static int StreamOf(byte[] frame) => BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(5)) & int.MaxValue;

    /// <summary>Whether it is the last frame of a request or response.</summary>
    public static bool EndsStream(byte[] frame) => frame[3] is Data or Headers && (frame[4] & 1) == 1;

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Whether a frame acknowledges the peer's settings, which completes the handshake.</summary>
    public static bool IsSettingsAcknowledgment(byte[] frame) => frame[3] == Settings && (frame[4] & 1) == 1;

    /// <returns>The type of the next frame and the length of its payload in bytes. The payload is skipped.</returns>
    public static async Task<(byte Type, int Length)> ReadFrameAsync(Stream stream, CancellationToken stop)
    {
        var frame = await ReadWholeFrameAsync(stream, stop);
        return (frame[3], frame.Length - HeaderLength);
    }

    /// <summary>Skips all frames up to and including the next message.</summary>
    public static async Task ReadMessageAsync(Stream stream, CancellationToken stop)
    {
        while (await ReadFrameAsync(stream, stop) is not { Type: Data, Length: > 0 }) { }
    }

    /// <summary>Reads the next frame unchanged.</summary>
    public static async Task<byte[]> ReadWholeFrameAsync(Stream stream, CancellationToken stop)
    {
        var header = new byte[HeaderLength];
        await stream.ReadExactlyAsync(header, stop);
        var frame = new byte[HeaderLength + BinaryPrimitives.ReadInt32BigEndian([0, .. header.AsSpan(0, 3)])];
        header.CopyTo(frame, 0);
        await stream.ReadExactlyAsync(frame.AsMemory(HeaderLength), stop);
        return frame;
    }
}
