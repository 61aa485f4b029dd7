namespace PodTools.Simulator.Streams.Spdy;

/// <summary>Reads bits from the lowest of each byte on, as DEFLATE packs them.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;
    private int _bit;

    /// <summary>Whether less than a whole byte is left.</summary>
    public readonly bool IsAtEnd => _position >= _bytes.Length;

    /// <summary>Reads a number of so many bits.</summary>
    /// <exception cref="InvalidDataException">There are not so many.</exception>
    public int Read(int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++)
        {
            if (IsAtEnd)
            {
                throw new InvalidDataException("The compressed headers end too soon.");
            }

            value |= ((_bytes[_position] >> _bit) & 1) << i;
            if (++_bit == 8)
            {
                (_position, _bit) = (_position + 1, 0);
            }
        }

        return value;
    }

    /// <summary>Goes to the next whole byte and takes so many.</summary>
    public ReadOnlySpan<byte> TakeBytes(int count)
    {
        if (_bit > 0)
        {
            (_position, _bit) = (_position + 1, 0);
        }

        if (_position + count > _bytes.Length)
        {
            throw new InvalidDataException("The compressed headers end too soon.");
        }

        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }
}
