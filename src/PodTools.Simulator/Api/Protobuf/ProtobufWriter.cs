using System.Text;

namespace PodTools.Simulator.Api.Protobuf;

/// <summary>Writes the few things of protobuf's wire format that old clients of OpenAPI need: texts and messages.</summary>
internal sealed class ProtobufWriter
{
    private const int LengthDelimited = 2;

    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    /// <summary>A text; an empty one is left out.</summary>
    public ProtobufWriter Text(int field, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Bytes(field, Encoding.UTF8.GetBytes(text));
        }

        return this;
    }

    /// <summary>A message within this one.</summary>
    public ProtobufWriter Message(int field, Action<ProtobufWriter> write)
    {
        var inner = new ProtobufWriter();
        write(inner);
        Bytes(field, inner.ToArray());
        return this;
    }

    private void Bytes(int field, byte[] bytes)
    {
        Number((uint)(field << 3 | LengthDelimited));
        Number((uint)bytes.Length);
        _bytes.AddRange(bytes);
    }

    private void Number(uint value)
    {
        while (value >= 0x80)
        {
            _bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        _bytes.Add((byte)value);
    }
}
