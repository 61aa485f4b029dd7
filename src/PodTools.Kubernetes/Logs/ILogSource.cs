namespace PodTools.Kubernetes.Logs;

/// <summary>Where the log of one container of one pod comes from.</summary>
internal interface ILogSource
{
    /// <summary>Asks for a part of the log; its bytes come as they are read.</summary>
    Task<Stream> OpenAsync(LogQuery query, CancellationToken cancellationToken);

    /// <summary>Asks how the container is; null when its pod is gone.</summary>
    Task<ContainerLife?> LookAsync(CancellationToken cancellationToken);
}
