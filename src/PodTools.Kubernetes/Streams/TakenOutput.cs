namespace PodTools.Kubernetes.Streams;

/// <summary>Streams to be written to that hand everything on as it comes. Nothing more is read before a piece is taken.</summary>
public static class TakenOutput
{
    /// <summary>A stream that hands on lines of UTF-8 text without their ends.</summary>
    /// <param name="take">Takes the lines that have ended, one or more: as many as have come at once.</param>
    /// <returns>The stream. Disposing it asynchronously hands on a last line that has no end.</returns>
    public static Stream Lines(Func<IReadOnlyList<string>, CancellationToken, ValueTask> take) => new TakenLines(take);

    /// <summary>A stream that hands on blocks of bytes, each an array of its own, as large as what has come at once.</summary>
    /// <param name="take">Takes a block.</param>
    /// <returns>The stream.</returns>
    public static Stream Blocks(Func<byte[], CancellationToken, ValueTask> take) => new TakenBlocks(take);

    private sealed class TakenBlocks(Func<byte[], CancellationToken, ValueTask> take) : WriteOnlyStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            buffer.IsEmpty ? ValueTask.CompletedTask : take(buffer.ToArray(), cancellationToken);
    }
}
