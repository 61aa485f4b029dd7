namespace PodTools;

/// <summary>What declaring a pod has changed.</summary>
/// <param name="Pod">The pod after it; one that is pruned, as it was before.</param>
/// <param name="Change">What happened to it.</param>
public sealed record PodApplyResult(Pod Pod, PodApplyChange Change)
{
    /// <summary>The pod's name.</summary>
    public string? Name => Pod.Name;

    /// <summary>The pod's namespace.</summary>
    public string? Namespace => Pod.Namespace;

    /// <summary>The context that the pod is in.</summary>
    public string? Context => Pod.Context;

    /// <summary>The kubeconfig that the context was read from.</summary>
    public string? KubeConfig => Pod.KubeConfig;

    /// <summary>The result as kubectl would print it.</summary>
    public override string ToString() => $"{Pod} {Change}";
}
