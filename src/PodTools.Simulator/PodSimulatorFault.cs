namespace PodTools;

/// <summary>A disturbance of the API of a simulated cluster, for as long as it is set.</summary>
public sealed record PodSimulatorFault
{
    /// <summary>Which requests it hits: a part of the path with <c>*</c> as wildcard, as <c>*/pods/*</c>. Defaults to all.</summary>
    public string Path { get; init; } = "*";

    /// <summary>Which methods it hits, as <c>GET</c>; none for all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The status to answer with instead of serving the request, as 429, 401 or 503; null to serve it.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Seconds for the Retry-After header of the answer, none when null.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>How long the answer is held back.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>After how many bytes of the answer the connection is cut; null to leave it whole.</summary>
    public long? CutAfter { get; init; }

    /// <summary>How many requests it hits before it is over; null for no end.</summary>
    public int? Times { get; init; }
}
