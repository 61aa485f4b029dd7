using System.Buffers.Binary;

namespace PodTools.Simulator.Streams.Spdy;

/// <summary>
/// Decompresses DEFLATE (RFC 1951) that begins with a given dictionary and goes on over many pieces, each of which ends
/// at a whole block. The framework's streams take no dictionary.
/// </summary>
internal sealed class Inflater(ReadOnlySpan<byte> dictionary)
{
    private const int WindowSize = 32 * 1024;
    private const int ZlibHeader = 6;

    private static readonly int[] LengthBase =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static readonly int[] LengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static readonly int[] DistanceBase =
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];

    private static readonly int[] DistanceBits =
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    private static readonly int[] LengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static readonly (HuffmanTable Literals, HuffmanTable Distances) Fixed = FixedTables();

    private readonly List<byte> _window = [.. dictionary];
    private bool _begun;

    /// <summary>Decompresses the next piece.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public byte[] Inflate(ReadOnlySpan<byte> piece)
    {
        if (!_begun)
        {
            _begun = true;
            piece = piece.Length >= ZlibHeader ? piece[ZlibHeader..] : throw new InvalidDataException("The compressed headers have no beginning.");
        }

        var start = _window.Count;
        var bits = new BitReader(piece);
        while (!bits.IsAtEnd)
        {
            ReadBlock(ref bits);
        }

        var result = _window.GetRange(start, _window.Count - start).ToArray();
        if (_window.Count > WindowSize)
        {
            _window.RemoveRange(0, _window.Count - WindowSize);
        }

        return result;
    }

    private static (HuffmanTable Literals, HuffmanTable Distances) FixedTables()
    {
        var literals = new byte[288];
        Array.Fill(literals, (byte)8, 0, 144);
        Array.Fill(literals, (byte)9, 144, 112);
        Array.Fill(literals, (byte)7, 256, 24);
        Array.Fill(literals, (byte)8, 280, 8);
        var distances = new byte[30];
        Array.Fill(distances, (byte)5);
        return (new HuffmanTable(literals), new HuffmanTable(distances));
    }

    private static (HuffmanTable Literals, HuffmanTable Distances) ReadTables(ref BitReader bits)
    {
        var literals = bits.Read(5) + 257;
        var distances = bits.Read(5) + 1;
        var codes = bits.Read(4) + 4;
        var codeLengths = new byte[19];
        for (var i = 0; i < codes; i++)
        {
            codeLengths[LengthOrder[i]] = (byte)bits.Read(3);
        }

        var table = new HuffmanTable(codeLengths);
        var lengths = new List<byte>();
        while (lengths.Count < literals + distances)
        {
            var symbol = table.Read(ref bits);
            var (value, times) = symbol switch
            {
                16 => (lengths.Count > 0 ? lengths[^1] : (byte)0, 3 + bits.Read(2)),
                17 => ((byte)0, 3 + bits.Read(3)),
                18 => ((byte)0, 11 + bits.Read(7)),
                _ => ((byte)symbol, 1),
            };
            lengths.AddRange(Enumerable.Repeat(value, times));
        }

        return (new HuffmanTable(lengths.Take(literals).ToArray()), new HuffmanTable(lengths.Skip(literals).ToArray()));
    }

    private void ReadBlock(ref BitReader bits)
    {
        bits.Read(1);
        switch (bits.Read(2))
        {
            case 0:
                var length = BinaryPrimitives.ReadUInt16LittleEndian(bits.TakeBytes(4));
                _window.AddRange(bits.TakeBytes(length));
                break;
            case 1:
                ReadSymbols(ref bits, Fixed.Literals, Fixed.Distances);
                break;
            case 2:
                var (literals, distances) = ReadTables(ref bits);
                ReadSymbols(ref bits, literals, distances);
                break;
            default:
                throw new InvalidDataException("The compressed headers are damaged.");
        }
    }

    private void ReadSymbols(ref BitReader bits, HuffmanTable literals, HuffmanTable distances)
    {
        const int EndOfBlock = 256;
        while (literals.Read(ref bits) is var symbol && symbol != EndOfBlock)
        {
            if (symbol < EndOfBlock)
            {
                _window.Add((byte)symbol);
                continue;
            }

            var length = LengthBase[symbol - EndOfBlock - 1] + bits.Read(LengthBits[symbol - EndOfBlock - 1]);
            var code = distances.Read(ref bits);
            var distance = DistanceBase[code] + bits.Read(DistanceBits[code]);
            if (distance > _window.Count)
            {
                throw new InvalidDataException("The compressed headers refer to what never was.");
            }

            for (var i = 0; i < length; i++)
            {
                _window.Add(_window[^distance]);
            }
        }
    }
}
