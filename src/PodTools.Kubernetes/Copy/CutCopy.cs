namespace PodTools.Kubernetes.Copy;

/// <summary>What to do about a connection that is cut in the middle of a copy, and about output whose end a server loses.</summary>
internal static class CutCopy
{
    /// <summary>How often one piece of work is begun in all, while nothing comes of it.</summary>
    public const int MostAttempts = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a command again while its connection is cut, or not all of its output arrives.</summary>
    /// <param name="run">Begins from the start each time.</param>
    /// <param name="isComplete">Whether all output of a command that succeeded is there; null where it has none that matters.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    /// <returns>How the last attempt went.</returns>
    public static async Task<RemoteRun> RepeatAsync(Func<Task<RemoteRun>> run, Func<bool>? isComplete, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var outcome = await run().ConfigureAwait(false);
                if (!IsCut(outcome, isComplete?.Invoke() ?? true) || attempt == MostAttempts)
                {
                    return outcome;
                }
            }
            catch (KubernetesException e) when (IsCut(e) && attempt < MostAttempts)
            {
                // The connection could not even be opened: as good as cut.
            }

            await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether a command's output was cut off: by its connection, or by a server that reports success although it lost the
    /// end. Kubernetes 1.33 does that under load, and kubectl does not see it either.
    /// </summary>
    public static bool IsCut(RemoteRun run, bool isComplete) => run.Exit.Error is { } error ? IsCut(error) : run.Exit.Succeeded && !isComplete;

    /// <summary>Whether a failure is that of the connection, and may be over soon.</summary>
    public static bool IsCut(KubernetesException error) =>
        error.Reason is KubernetesReason.ConnectionLost or KubernetesReason.ConnectionRefused or KubernetesReason.Unreachable or KubernetesReason.Timeout;

    /// <summary>Waits before another attempt, each time longer.</summary>
    public static Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(FirstPause * Math.Pow(2, attempt - 1), cancellationToken);
}
