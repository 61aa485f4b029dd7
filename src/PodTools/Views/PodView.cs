using System.Management.Automation;

namespace PodTools.Views;

/// <summary>What views show of a pod beyond its own properties.</summary>
public static class PodView
{
    /// <summary>The STATUS column, coloured by health.</summary>
    /// <param name="instance">The pod.</param>
    public static string State(PSObject instance) => State((Pod)instance.BaseObject);

    /// <summary>The images of the containers.</summary>
    /// <param name="instance">The pod.</param>
    public static string Images(PSObject instance) => Images((Pod)instance.BaseObject);

    /// <summary>The names of the containers.</summary>
    /// <param name="instance">The pod.</param>
    public static string Containers(PSObject instance) => Containers((Pod)instance.BaseObject);

    internal static string State(Pod pod) => ViewStyle.ByHealth(pod.State, pod.Health);

    internal static string Images(Pod pod) => Join(pod, container => container.Image);

    internal static string Containers(Pod pod) => Join(pod, container => container.Name);

    private static string Join(Pod pod, Func<Container, string?> part) => string.Join(", ", (pod.Spec?.Containers ?? []).Select(part));
}
