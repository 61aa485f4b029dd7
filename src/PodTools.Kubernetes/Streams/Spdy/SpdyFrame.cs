using System.Buffers.Binary;
using System.Text;

namespace PodTools.Kubernetes.Streams.Spdy;

/// <summary>The frames of SPDY/3.1 that a client of Kubernetes needs. Each begins with eight bytes of head.</summary>
internal static class SpdyFrame
{
    /// <summary>The bytes before the payload: a stream's number or a type, then flags and the payload's length.</summary>
    public const int HeadSize = 8;

    /// <summary>The flag of the last frame that a side sends on a stream.</summary>
    public const byte Final = 1;

    public const short SynStream = 1;
    public const short RstStream = 3;
    public const short Ping = 6;

    private const byte Control = 0x80;
    private const byte Version = 3;

    /// <summary>What begins compressed headers: zlib's own header, and the checksum of the dictionary that the protocol prescribes.</summary>
    private static readonly byte[] ZlibHeader = [0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2];

    /// <summary>Whether a head is that of a control frame, and not of data.</summary>
    public static bool IsControl(ReadOnlySpan<byte> head) => (head[0] & Control) != 0;

    /// <summary>The type of a control frame.</summary>
    public static short TypeOf(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadInt16BigEndian(head[2..]);

    /// <summary>The number at the start of a data frame's head, or of the payload of control frames.</summary>
    public static int StreamOf(ReadOnlySpan<byte> start) => BinaryPrimitives.ReadInt32BigEndian(start) & int.MaxValue;

    /// <summary>How long the payload is.</summary>
    public static int LengthOf(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadInt32BigEndian(head[4..]) & 0xff_ffff;

    /// <summary>Whether it is the last frame of its stream.</summary>
    public static bool IsFinal(ReadOnlySpan<byte> head) => (head[4] & Final) != 0;

    /// <summary>Writes the head of a data frame.</summary>
    public static void WriteDataHead(Span<byte> head, int stream, int length, bool final)
    {
        BinaryPrimitives.WriteInt32BigEndian(head, stream);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], length);
        head[4] = final ? Final : (byte)0;
    }

    /// <summary>A ping, or the answer to one.</summary>
    public static byte[] PingOf(ReadOnlySpan<byte> number) => ControlOf(Ping, number);

    /// <summary>Opens a stream whose only header is its type, as Kubernetes calls it.</summary>
    /// <param name="stream">The stream's number, an odd one.</param>
    /// <param name="type">The type, such as <c>stdin</c>.</param>
    /// <param name="isFirst">Whether no headers were sent on the connection before.</param>
    public static byte[] Open(int stream, string type, bool isFirst)
    {
        using var payload = new MemoryStream();
        payload.Write(Number(stream));
        payload.Write(new byte[6]); // No stream that it belongs to, and the highest priority, as all have.
        payload.Write(isFirst ? ZlibHeader : []);
        using var headers = new MemoryStream();
        headers.Write(Number(1));
        foreach (var text in new[] { "streamtype", type })
        {
            headers.Write(Number(text.Length));
            headers.Write(Encoding.ASCII.GetBytes(text));
        }

        // Stored as they are: the format allows it, and so few bytes are not worth compressing. An empty block ends them.
        payload.Write([0, (byte)headers.Length, 0, (byte)~headers.Length, 0xff]);
        headers.WriteTo(payload);
        payload.Write([0, 0, 0, 0xff, 0xff]);
        return ControlOf(SynStream, payload.ToArray());
    }

    private static byte[] ControlOf(short type, ReadOnlySpan<byte> payload)
    {
        byte[] frame = [Control, Version, 0, (byte)type, .. Number(payload.Length), .. payload];
        return frame;
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
