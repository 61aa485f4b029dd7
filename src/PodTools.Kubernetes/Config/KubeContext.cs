namespace PodTools.Kubernetes;

/// <summary>A context of a kubeconfig: a cluster, a user and a namespace under one name.</summary>
/// <param name="Name">The name of the context.</param>
/// <param name="Cluster">The name of its cluster.</param>
/// <param name="User">The name of its user; null for none.</param>
/// <param name="Namespace">Its namespace; null where it says nothing, which means <c>default</c>.</param>
/// <param name="Server">The address of its cluster; null when the kubeconfig does not hold the cluster.</param>
/// <param name="KubeConfigPath">The file that the context stands in.</param>
/// <param name="IsCurrent">Whether it is the kubeconfig's current context.</param>
public sealed record KubeContext(
    string Name, string Cluster, string? User, string? Namespace, string? Server, string KubeConfigPath, bool IsCurrent);
