namespace PodTools.Kubernetes;

/// <summary>
/// The time that one request has, its repetitions and the pauses between them included. Obtaining credentials has limits of its
/// own and does not count: a person may be logging in.
/// </summary>
internal sealed class RequestBudget : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _cancelled;
    private long _start;

    internal RequestBudget(ConnectionOptions options, CancellationToken cancellationToken)
    {
        _limit = options.RequestLimit;
        _clock = options.TimeProvider;
        _start = _clock.GetTimestamp();
        _cancelled = cancellationToken;
        _over = new(_limit, _clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, cancellationToken);
    }

    /// <summary>Cancelled when the time is over, or when the caller no longer waits.</summary>
    internal CancellationToken Token => _either.Token;

    /// <summary>Whether the time is over, and it was not the caller who stopped waiting.</summary>
    internal bool IsOver => _over.IsCancellationRequested && !_cancelled.IsCancellationRequested;

    public void Dispose()
    {
        _either.Dispose();
        _over.Dispose();
    }

    /// <summary>Whether there is something left after a pause.</summary>
    internal bool Allows(TimeSpan pause) => IsEndless || _clock.GetElapsedTime(_start) + pause < _limit;

    /// <summary>Does something whose time does not count.</summary>
    /// <param name="work">The work; only the caller can still cancel it.</param>
    internal async ValueTask<T> WithoutCountingAsync<T>(Func<CancellationToken, ValueTask<T>> work)
    {
        if (IsEndless)
        {
            return await work(Token).ConfigureAwait(false);
        }

        var begun = _clock.GetTimestamp();
        _over.CancelAfter(Timeout.InfiniteTimeSpan);
        try
        {
            return await work(Token).ConfigureAwait(false);
        }
        finally
        {
            _start += _clock.GetTimestamp() - begun;
            var left = _limit - _clock.GetElapsedTime(_start);
            _over.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    private bool IsEndless => _limit < TimeSpan.Zero;

    /// <summary>Says that the time is over.</summary>
    internal KubernetesException Exceeded(ApiRequest request, Uri server, Exception cause) => new(
        KubernetesReason.Timeout,
        $"The server {server.GetLeftPart(UriPartial.Authority)} did not answer {request.Method} {request.Path} within the {_limit.TotalSeconds:0.#} seconds of the time limit.{request.Doubt}",
        cause);
}
