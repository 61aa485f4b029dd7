namespace PodTools.Kubernetes.Copy;

/// <summary>
/// Where an upload stands in the container until all of it is there, beside its destination. Commands remove it themselves when
/// they fail; when their connection is cut it may stay, and is removed by the next.
/// </summary>
/// <param name="shell">Runs commands in the container.</param>
/// <param name="folder">The folder that it is in.</param>
internal sealed class UploadStage(IRemoteShell shell, string folder)
{
    private readonly List<string> _left = [];

    /// <summary>Uploads, again while the connection is cut.</summary>
    /// <param name="attempt">
    /// Uploads from the start, given a name for what is not complete yet and the name of the attempt before, to be removed; empty
    /// for none. Each has a name of its own: what is left of the one before may still be at work.
    /// </param>
    /// <param name="what">What is done, to start the message of a failure with.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    /// <exception cref="KubernetesException">It failed; the message names what is left in the container, if that could not be removed.</exception>
    public async Task RunAsync(Func<string, string, Task<RemoteRun>> attempt, string what, CancellationToken cancellationToken)
    {
        try
        {
            var run = await CutCopy.RepeatAsync(
                () =>
                {
                    var before = _left.LastOrDefault("");
                    _left.Add($".podtools-{Guid.NewGuid().ToString("n")[..12]}");
                    return attempt(_left[^1], before);
                },
                isComplete: null,
                cancellationToken).ConfigureAwait(false);
            run.ThrowIfFailed(what);
        }
        catch (KubernetesException e) when (CutCopy.IsCut(e) || _left.Count > 1)
        {
            if (await RemoveAsync(cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            var paths = string.Join(", ", _left.Select(name => $"'{RemotePath.Join(folder, name)}'"));
            throw new KubernetesException(e.Reason, $"{e.Message} The container could not be reached to clean up: remove {paths} there if it is left.", e);
        }
    }

    private async Task<bool> RemoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var run = await shell.RunAsync(["rm", "-rf", .. _left.Select(name => RemotePath.Join(folder, name))], null, null, cancellationToken).ConfigureAwait(false);
            return run.Exit.Succeeded;
        }
        catch (KubernetesException)
        {
            // The failure of the copy itself is what is reported.
            return false;
        }
    }
}
