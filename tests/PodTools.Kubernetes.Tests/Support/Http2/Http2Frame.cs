using System.Buffers.Binary;

namespace PodTools.Kubernetes.Tests;

/// <summary>One frame of HTTP/2.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Flags">Its flags; what they mean depends on the kind.</param>
/// <param name="Stream">The stream it belongs to; 0 for the connection.</param>
/// <param name="Payload">What it carries.</param>
internal sealed record Http2Frame(Http2FrameType Type, byte Flags, int Stream, byte[] Payload)
{
    /// <summary>The flag of the last frame of a stream, and of settings and pings that are confirmed.</summary>
    public const byte EndOrAck = 0x1;

    /// <summary>The flag of headers that are complete.</summary>
    public const byte EndHeaders = 0x4;

    private const int HeadLength = 9;

    /// <summary>What a client says first.</summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public bool Is(byte flag) => (Flags & flag) != 0;

    /// <summary>Reads a frame; null at the end of the connection.</summary>
    public static async Task<Http2Frame?> ReadAsync(Stream stream, CancellationToken stop)
    {
        var head = new byte[HeadLength];
        if (await stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, stop) < HeadLength)
        {
            return null;
        }

        var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
        await stream.ReadExactlyAsync(payload, stop);
        return new((Http2FrameType)head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) & int.MaxValue, payload);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[HeadLength + Payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, Payload.Length << 8);
        (bytes[3], bytes[4]) = ((byte)Type, Flags);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), Stream);
        Payload.CopyTo(bytes, HeadLength);
        return bytes;
    }
}
