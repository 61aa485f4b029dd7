namespace PodTools.Kubernetes;

/// <summary>Counts failures in a row, without any progress between them: with progress, however slow, a list goes on.</summary>
internal sealed class PageAttempts(ConnectionOptions options)
{
    // Requests that cannot even be sent are already repeated below; here it is about bodies that break off.
    private const int PatienceFactor = 4;

    private int _failures;

    internal void Progressed() => _failures = 0;

    /// <summary>Counts a failure.</summary>
    /// <returns>Whether to try again.</returns>
    internal bool MayTryAgain() => ++_failures < options.MaxAttempts * PatienceFactor;

    internal Task PauseAsync(CancellationToken cancellationToken) => _failures <= 1
        ? Task.CompletedTask
        : Task.Delay(options.BackOff(_failures - 1), options.TimeProvider, cancellationToken);
}
