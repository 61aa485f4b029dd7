namespace PodTools.Simulator.Node.Logs;

/// <summary>Which part of a log is asked for, as the parameters of the log subresource say.</summary>
internal sealed record LogQuery
{
    public bool Follow { get; init; }

    public bool Timestamps { get; init; }

    /// <summary>At most this many lines from the end.</summary>
    public long? Tail { get; init; }

    /// <summary>Only lines from this time on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>At most this many bytes, after which the answer is cut even within a line.</summary>
    public long? LimitBytes { get; init; }
}
