using System.Text;

namespace PodTools.Kubernetes.Tests;

/// <summary>
/// Reads compressed headers (RFC 7541) as far as the framework's client uses the format: it refers to the static table, never
/// fills the dynamic one, and never uses Huffman codes.
/// </summary>
internal ref struct HeaderBlock(ReadOnlySpan<byte> bytes)
{
    private static readonly (string Name, string Value)[] Known =
        [("", ""), (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"), (":path", "/index.html"), (":scheme", "http"), (":scheme", "https")];

    private ReadOnlySpan<byte> _rest = bytes;

    public static Dictionary<string, string> Read(ReadOnlySpan<byte> bytes)
    {
        var block = new HeaderBlock(bytes);
        var headers = new Dictionary<string, string>();
        while (!block._rest.IsEmpty)
        {
            var (name, value) = block.Next();
            headers[name] = value;
        }

        return headers;
    }

    private (string Name, string Value) Next()
    {
        if ((_rest[0] & 0x80) != 0)
        {
            return Entry(Number(7));
        }

        var index = Number((_rest[0] & 0x40) != 0 ? 6 : 4);
        var name = index == 0 ? Text() : Entry(index).Name;
        return (name, Text());
    }

    private static (string Name, string Value) Entry(int index) => index < Known.Length ? Known[index] : ($"#{index}", "");

    private string Text()
    {
        Assert.Equal(0, _rest[0] & 0x80);
        var length = Number(7);
        var text = Encoding.ASCII.GetString(_rest[..length]);
        _rest = _rest[length..];
        return text;
    }

    private int Number(int bits)
    {
        var most = (1 << bits) - 1;
        var number = _rest[0] & most;
        _rest = _rest[1..];
        for (var shift = 0; number >= most || shift > 0; shift += 7)
        {
            var next = _rest[0];
            _rest = _rest[1..];
            number += (next & 0x7F) << shift;
            if ((next & 0x80) == 0)
            {
                break;
            }
        }

        return number;
    }
}
