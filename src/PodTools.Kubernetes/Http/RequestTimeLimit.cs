namespace PodTools.Kubernetes;

/// <summary>
/// How long each request may take that is sent by what is called from here, with its repetitions and the pauses between them.
/// It follows the calls instead of the connection, which many users with limits of their own share.
/// </summary>
public static class RequestTimeLimit
{
    private static readonly Ambient<TimeSpan?> Ambient = new();

    /// <summary>The limit for the code that asks; null where none was set, so that <see cref="ConnectionOptions.RequestTimeout"/> counts.</summary>
    public static TimeSpan? Current => Ambient.Current;

    /// <summary>Sets the limit for what is called, and started, until the result is disposed.</summary>
    /// <param name="limit">The limit; <see cref="Timeout.InfiniteTimeSpan"/> for none, null for that of the connection.</param>
    /// <returns>Puts the limit back that was in force before.</returns>
    public static IDisposable Use(TimeSpan? limit) => Ambient.Use(limit);
}
