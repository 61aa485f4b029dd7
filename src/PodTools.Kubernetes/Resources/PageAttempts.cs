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

    /// <summary>The server answers, whatever becomes of the body.</summary>
    internal void Answered() => _answered = true;

    /// <summary>The list got further.</summary>
    internal void Progressed()
    {
        _failures = 0;
        _lastProgress = options.TimeProvider.GetTimestamp();
    }

    /// <summary>Counts a failure.</summary>
    /// <returns>Whether to try again.</returns>
    internal bool MayTryAgain() => _answered
        && ++_failures < options.MaxAttempts * PatienceFactor
        && (options.RequestLimit < TimeSpan.Zero || options.TimeProvider.GetElapsedTime(_lastProgress) < options.RequestLimit);

    internal Task PauseAsync(CancellationToken cancellationToken) => _failures <= 1
        ? Task.CompletedTask
        : Task.Delay(options.BackOff(_failures - 1), options.TimeProvider, cancellationToken);
}
