namespace PodTools.Kubernetes.Logs;

/// <summary>The log of the run before the latest one, which nothing is added to.</summary>
internal sealed class PreviousRun(ILogSource latest) : ILogSource
{
    public Task<Stream> OpenAsync(LogQuery query, CancellationToken cancellationToken) =>
        latest.OpenAsync(query with { Previous = true, Follow = false }, cancellationToken);

    public Task<ContainerLife?> LookAsync(CancellationToken cancellationToken) => latest.LookAsync(cancellationToken);
}
