namespace PodTools.Kubernetes;

/// <summary>
/// Counts failures in a row, without any progress between them: with progress, however slow, a list goes on. A server that
/// has never answered gets no more patience than any other request has for it.
/// </summary>
internal sealed class PageAttempts(ConnectionOptions options)
{
    private const int PatienceFactor = 4;

    private long _lastProgress = options.TimeProvider.GetTimestamp();
    private bool _answered;
    private int _failures;
    private TimeSpan _pause;

    /// <summary>The time that the next attempt has: what is left since the list got further; null for the usual one.</summary>
    internal TimeSpan? Left => _failures == 0 || options.RequestLimit < TimeSpan.Zero ? null
        : options.RequestLimit - options.TimeProvider.GetElapsedTime(_lastProgress) is var left && left > TimeSpan.Zero ? left
        : TimeSpan.Zero;

    /// <summary>The server answers, whatever becomes of the body.</summary>
    internal void Answered() => _answered = true;

    /// <summary>The list got further.</summary>
    internal void Progressed()
    {
        _failures = 0;
        _lastProgress = options.TimeProvider.GetTimestamp();
    }

    /// <summary>Counts a failure.</summary>
    /// <returns>Whether to try again, and whether there is time left after the pause before that.</returns>
    internal bool MayTryAgain()
    {
        _failures++;
        _pause = _failures == 1 ? TimeSpan.Zero : options.BackOff(_failures - 1);
        return _answered
            && _failures < options.MaxAttempts * PatienceFactor
            && (options.RequestLimit < TimeSpan.Zero || options.TimeProvider.GetElapsedTime(_lastProgress) + _pause < options.RequestLimit);
    }

    internal Task PauseAsync(CancellationToken cancellationToken) =>
        _pause == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(_pause, options.TimeProvider, cancellationToken);
}
