using PodTools.Kubernetes;

namespace PodTools;

/// <summary>A namespace of a cluster: a group of pods with names of their own.</summary>
public sealed class PodNamespace
{
    internal PodNamespace(Namespace definition, KubernetesConnection connection)
    {
        Definition = definition;
        Connection = connection;
    }

    /// <summary>The name, a DNS label.</summary>
    public string Name => Definition.Metadata?.Name ?? "";

    /// <summary>The name once more, so that a namespace can be piped to Get-Pod, Test-PodAccess and what else takes -Namespace and no name.</summary>
    public string Namespace => Name;

    /// <summary><c>Active</c>, or <c>Terminating</c> while what is in it is being deleted.</summary>
    public string? Status => Definition.Status?.Phase;

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreationTimestamp => Definition.Metadata?.CreationTimestamp;

    /// <summary>How long ago it was created, as kubectl prints it.</summary>
    public string Age => HumanDuration.Since(CreationTimestamp, DateTimeOffset.UtcNow);

    /// <summary>Its labels.</summary>
    public IDictionary<string, string> Labels => Definition.Metadata?.Labels ?? new Dictionary<string, string>();

    /// <summary>The context that it was read through.</summary>
    public string Context => Connection.Context;

    /// <summary>The kubeconfig of that context; null within a cluster.</summary>
    public string? KubeConfig => Connection.KubeConfigPath;

    /// <summary>All that the API server knows of it.</summary>
    public Namespace Definition { get; }

    /// <summary>What it was read over; removing it goes the same way, whatever has become of the kubeconfig.</summary>
    internal KubernetesConnection Connection { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
