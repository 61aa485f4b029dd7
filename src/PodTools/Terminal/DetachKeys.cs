namespace PodTools.Terminal;

/// <summary>Looks for the keys that leave a terminal session without ending it.</summary>
/// <param name="sequence">The bytes of the keys; none when there are no such keys.</param>
internal sealed class DetachKeys(IReadOnlyList<byte> sequence)
{
    private int _matched;

    /// <summary>Reads keys as docker and podman write them: <c>ctrl-p,ctrl-q</c>, or single letters; empty for none.</summary>
    /// <param name="text">The keys, separated by commas.</param>
    /// <exception cref="FormatException">It names no keys.</exception>
    public static DetachKeys Parse(string text) =>
        new([.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ByteOf)]);

    /// <summary>Takes the bytes of keys.</summary>
    /// <param name="keys">What was pressed.</param>
    /// <param name="passed">Receives what is to be passed on: the beginning of the sequence is held back until it is clear that it is none.</param>
    /// <returns>True when the sequence is complete.</returns>
    public bool Take(ReadOnlySpan<byte> keys, List<byte> passed)
    {
        foreach (var key in keys)
        {
            if (_matched > 0 && key != sequence[_matched])
            {
                passed.AddRange(sequence.Take(_matched));
                _matched = 0;
            }

            if (sequence.Count == 0 || key != sequence[_matched])
            {
                passed.Add(key);
            }
            else if (++_matched == sequence.Count)
            {
                _matched = 0;
                return true;
            }
        }

        return false;
    }

    private static byte ByteOf(string key) => key.ToLowerInvariant() switch
    {
        ['c', 't', 'r', 'l', '-', >= 'a' and <= 'z' and var letter] => (byte)(letter - 'a' + 1),
        ['c', 't', 'r', 'l', '-', >= '@' and <= '_' and var sign] => (byte)(sign - '@'),
        [> ' ' and <= '~'] => (byte)key[0],
        _ => throw new FormatException($"'{key}' is no key. Write keys as ctrl-p,ctrl-q, or as single letters."),
    };
}
