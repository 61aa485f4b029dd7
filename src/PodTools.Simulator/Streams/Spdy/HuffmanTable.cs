namespace PodTools.Simulator.Streams.Spdy;

/// <summary>A canonical Huffman code as DEFLATE (RFC 1951, section 3.2.2) builds it from the lengths of its words.</summary>
internal sealed class HuffmanTable
{
    private const int MaximumLength = 15;

    private readonly int[] _countOfLength = new int[MaximumLength + 1];
    private readonly int[] _symbols;

    public HuffmanTable(ReadOnlySpan<byte> lengths)
    {
        _symbols = new int[lengths.Length];
        foreach (var length in lengths)
        {
            _countOfLength[length]++;
        }

        _countOfLength[0] = 0;
        Span<int> next = stackalloc int[MaximumLength + 2];
        for (var length = 1; length <= MaximumLength; length++)
        {
            next[length + 1] = next[length] + _countOfLength[length];
        }

        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
            {
                _symbols[next[lengths[symbol]]++] = symbol;
            }
        }
    }

    /// <summary>Reads one symbol.</summary>
    /// <exception cref="InvalidDataException">The bits are no word of the code.</exception>
    public int Read(ref BitReader bits)
    {
        var (code, first, index) = (0, 0, 0);
        for (var length = 1; length <= MaximumLength; length++)
        {
            code |= bits.Read(1);
            var count = _countOfLength[length];
            if (code - first < count)
            {
                return _symbols[index + code - first];
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        throw new InvalidDataException("The compressed headers are damaged.");
    }
}
