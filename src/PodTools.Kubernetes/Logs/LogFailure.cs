namespace PodTools.Kubernetes.Logs;

/// <summary>What went wrong with one log among several.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Error">What went wrong.</param>
public sealed record LogFailure(Pod Pod, string Container, KubernetesException Error);
