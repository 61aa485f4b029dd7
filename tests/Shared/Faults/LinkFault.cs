namespace PodTools.Tests;

/// <summary>
/// What a <see cref="FaultProxy"/> does to the bytes of one connection in one direction. Bytes are counted on the wire, with
/// TLS as they are encrypted. Nothing is reordered and nothing repeated but in time: pieces come late, split or joined.
/// </summary>
public sealed record LinkFault
{
    /// <summary>Bytes pass as they come.</summary>
    public static LinkFault None { get; } = new();

    /// <summary>After how many bytes the connection ends; null for never.</summary>
    public long? CutAfter { get; init; }

    /// <summary>Whether that end is a reset (RST). Otherwise it is a clean close (FIN), as of a server that has nothing more to say.</summary>
    public bool Reset { get; init; } = true;

    /// <summary>After how many bytes nothing more passes, while the connection stays open; null for never.</summary>
    public long? StallAfter { get; init; }

    /// <summary>Which byte is changed, counted from 0; null for none.</summary>
    public long? CorruptAt { get; init; }

    /// <summary>How many bytes pass at once at most.</summary>
    public int PieceSize { get; init; } = 16 * 1024;

    /// <summary>How long each piece is held back.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Resets each connection after a random number of bytes; the same seed gives the same numbers.</summary>
    public static Func<LinkFault> RandomCuts(int seed, int least = 1024, int most = 50 * 1024, bool reset = true)
    {
        var random = new Random(seed);
        return () =>
        {
            lock (random)
            {
                return new() { CutAfter = random.Next(least, most + 1), Reset = reset };
            }
        };
    }
}
