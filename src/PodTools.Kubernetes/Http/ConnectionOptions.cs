namespace PodTools.Kubernetes;

/// <summary>Limits of a connection, and its clock.</summary>
public sealed record ConnectionOptions
{
    /// <summary>The limits used where none are given.</summary>
    public static ConnectionOptions Default { get; } = new();

    /// <summary>How long opening a connection may take, name resolution and TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the head of an answer may take. An API server gives up after 60 seconds itself.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>How long the body of an answer may pause before the connection counts as dead. Watches and logs have their own rules.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a request may take with all its repetitions, up to the head of the answer; to the end of the body where the
    /// body is one object. <see cref="RequestTimeLimit"/> goes before it.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a ping goes over a stream such as an exec. Proxies drop what is idle for a minute or more.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is sent at most, the first time included.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The first pause before a repetition; it doubles each time, up to <see cref="MaxRetryDelay"/>, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause before a repetition that is of our choosing; a server that asks for a longer one is given it.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock that pauses and limits are measured by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The time that a request of the calling code has in all; infinite for no limit.</summary>
    internal TimeSpan RequestLimit => RequestTimeLimit.Current ?? RequestTimeout;

    /// <summary>How long the body of an answer to the calling code may pause: nobody waits longer for a piece than for the whole.</summary>
    internal TimeSpan StallLimit => RequestLimit is var limit && limit > TimeSpan.Zero && limit < StallTimeout ? limit : StallTimeout;

    /// <summary>The pause before a repetition: exponential with jitter, so that many clients do not come back in step.</summary>
    /// <param name="failures">How many attempts have failed, at least 1.</param>
    /// <returns>Between half and the whole of the doubled delay.</returns>
    internal TimeSpan BackOff(int failures)
    {
        var ceiling = Math.Min(MaxRetryDelay.TotalMilliseconds, RetryDelay.TotalMilliseconds * Math.Pow(2, failures - 1));
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
