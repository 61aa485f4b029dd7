namespace PodTools.Kubernetes.Logs;

/// <summary>Which part of a container's log is wanted (the API's <c>PodLogOptions</c>).</summary>
public sealed record LogOptions
{
    /// <summary>The container; null for the pod's default one.</summary>
    public string? Container { get; init; }

    /// <summary>Whether to read all containers of a pod, init and ephemeral ones too; then <see cref="Container"/> is not looked at.</summary>
    public bool AllContainers { get; init; }

    /// <summary>Whether to go on with what is written from now on, until the container has finished for good.</summary>
    public bool Follow { get; init; }

    /// <summary>Whether to read the container's last run before its latest restart.</summary>
    public bool Previous { get; init; }

    /// <summary>Only lines younger than this; rounded up to whole seconds, as the API knows no finer.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>Only lines written at or after this time. Not together with <see cref="Since"/>.</summary>
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>Only the last lines, for each container; 0 for none of what is there already.</summary>
    public long? Tail { get; init; }

    /// <summary>Stops after this many bytes of a container's log (its times not counted), maybe in the middle of a line.</summary>
    public long? LimitBytes { get; init; }
}
