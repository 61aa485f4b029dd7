namespace PodTools.Kubernetes.Copy;

/// <summary>What to do about a connection that is cut in the middle of a copy.</summary>
internal static class CutCopy
{
    /// <summary>How often one piece of work is begun in all, while nothing comes of it.</summary>
    public const int MostAttempts = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a command again while its connection is cut.</summary>
    /// <param name="run">Begins from the start each time.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    /// <returns>How the last attempt went.</returns>
    public static async Task<RemoteRun> RepeatAsync(Func<Task<RemoteRun>> run, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var outcome = await run().ConfigureAwait(false);
                if (!IsCut(outcome) || attempt == MostAttempts)
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

    /// <summary>Whether a command ended because its connection was cut.</summary>
    public static bool IsCut(RemoteRun run) => run.Exit.Error is { } error && IsCut(error);

    /// <summary>Whether a failure is that of the connection, and may be over soon.</summary>
    public static bool IsCut(KubernetesException error) =>
        error.Reason is KubernetesReason.ConnectionLost or KubernetesReason.ConnectionRefused or KubernetesReason.Unreachable or KubernetesReason.Timeout;

    /// <summary>Waits before another attempt, each time longer.</summary>
    public static Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(FirstPause * Math.Pow(2, attempt - 1), cancellationToken);
}
