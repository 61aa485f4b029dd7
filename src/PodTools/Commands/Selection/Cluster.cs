using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>A cluster as a command meets it: the connection, and the namespace to work in unless another is named.</summary>
/// <param name="Connection">The open connection.</param>
/// <param name="Namespace">The namespace of the context, or what <c>Use-PodContext</c> chose instead.</param>
internal sealed record Cluster(KubernetesConnection Connection, string Namespace)
{
    /// <summary>The cluster's pods.</summary>
    /// <param name="pipeline">Where the server's warnings go.</param>
    public PodClient Pods(IPipeline pipeline) => new(Connection, pipeline.Warn);

    /// <summary>The cluster that what is piped in was read from, unless the command names another one.</summary>
    /// <param name="origin">What it was read over; null when nothing was, or when that is not known.</param>
    /// <param name="context">The context that the command names, or what is piped in.</param>
    /// <param name="kubeConfig">The kubeconfig, likewise.</param>
    public static Cluster? At(KubernetesConnection? origin, string? context, string? kubeConfig) =>
        origin is not null && (context is null || context == origin.Context) && (kubeConfig is null || kubeConfig == origin.KubeConfigPath)
            ? new(origin, origin.Namespace)
            : null;

    /// <summary>The pods of the cluster that a pod came from.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="pipeline">Where the server's warnings go.</param>
    public static PodClient PodsOf(Pod pod, IPipeline pipeline) => new(KubernetesConnection.For(pod), pipeline.Warn);
}
