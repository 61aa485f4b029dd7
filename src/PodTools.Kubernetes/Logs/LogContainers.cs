using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Logs;

/// <summary>Which containers' logs are wanted.</summary>
internal static class LogContainers
{
    /// <summary>The containers of a pod, in the order in which they start.</summary>
    /// <exception cref="KubernetesException">Reason <see cref="StreamReason.ContainerNotFound"/>.</exception>
    public static IEnumerable<string> Of(Pod pod, LogOptions options) =>
        options.AllContainers
            ? (pod.Spec?.InitContainers ?? []).Select(each => each.Name)
                .Concat((pod.Spec?.Containers ?? []).Select(each => each.Name))
                .Concat((pod.Spec?.EphemeralContainers ?? []).Select(each => each.Name))
                .OfType<string>()
            : [ContainerChoice.For(pod, options.Container, ContainerUse.Logs).Name];
}
