using System.Globalization;

namespace PodTools.Kubernetes.Logs;

/// <summary>One request for the log of a container, in the API's terms.</summary>
internal sealed record LogQuery
{
    public bool Follow { get; init; }

    public bool Previous { get; init; }

    public bool Timestamps { get; init; }

    public long? SinceSeconds { get; init; }

    /// <summary>Whole seconds since 1970: the API cuts off anything finer.</summary>
    public long? SinceTime { get; init; }

    public long? TailLines { get; init; }

    public long? LimitBytes { get; init; }

    /// <summary>The first request for what was asked for. Limits of bytes are kept here only when no times are in between.</summary>
    public static LogQuery For(LogOptions options, bool timestamps) => new()
    {
        Follow = options.Follow,
        Previous = options.Previous,
        Timestamps = timestamps,
        SinceSeconds = options.Since is { } since ? Math.Max(1, (long)Math.Ceiling(since.TotalSeconds)) : null,
        SinceTime = options.SinceTime?.ToUnixTimeSeconds(),
        TailLines = options.Tail,
        LimitBytes = timestamps ? null : options.LimitBytes,
    };

    public ApiRequest ToRequest(string ns, string pod, string container) =>
        new ApiRequest(HttpMethod.Get, ApiRequest.Segments("api", "v1", "namespaces", ns, "pods", pod, "log")) { Accept = "*/*" }
            .With("container", container)
            .With("follow", Follow)
            .With("previous", Previous)
            .With("timestamps", Timestamps)
            .With("sinceSeconds", TextOf(SinceSeconds))
            .With("sinceTime", SinceTime is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) : null)
            .With("tailLines", TextOf(TailLines))
            .With("limitBytes", TextOf(LimitBytes));

    private static string? TextOf(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
