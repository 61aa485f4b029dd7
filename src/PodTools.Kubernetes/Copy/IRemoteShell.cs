using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Copy;

/// <summary>Runs the commands of a copy in the container.</summary>
internal interface IRemoteShell
{
    /// <summary>Runs a command and works on its streams.</summary>
    /// <param name="command">The command.</param>
    /// <param name="feed">Writes its input; null for none.</param>
    /// <param name="read">Reads its output; null to ignore it.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    Task<RemoteRun> RunAsync(IReadOnlyList<string> command, StreamWork? feed, StreamWork? read, CancellationToken cancellationToken);
}
