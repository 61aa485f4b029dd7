namespace PodTools;

/// <summary>A context: a cluster, a user and a namespace under one name.</summary>
public record PodContext
{
    /// <summary>The name of the context.</summary>
    public required string Name { get; init; }

    /// <summary>The name of its cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The name of its user; null for none.</summary>
    public string? User { get; init; }

    /// <summary>The namespace that commands work in unless they name another.</summary>
    public required string Namespace { get; init; }

    /// <summary>The address of the API server; null when the kubeconfig does not hold the cluster.</summary>
    public string? Server { get; init; }

    /// <summary>The kubeconfig that it was read from.</summary>
    public required string KubeConfig { get; init; }

    /// <summary>Whether commands of this session that name no context use it.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>The mark of the current context in tables, as kubectl shows it.</summary>
    public string Current => IsCurrent ? "*" : "";

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}
