namespace PodTools.Kubernetes.Streams;

/// <summary>
/// Which container of a pod is meant: the one asked for, else the one that the annotation
/// <c>kubectl.kubernetes.io/default-container</c> names, else the first. The one place for this rule.
/// </summary>
public sealed class ContainerChoice
{
    /// <summary>The annotation by which a pod names its main container.</summary>
    public const string DefaultContainerAnnotation = "kubectl.kubernetes.io/default-container";

    private ContainerChoice(string name, string? others, string? notice)
    {
        Name = name;
        Others = others;
        Notice = notice;
    }

    /// <summary>The container's name.</summary>
    public string Name { get; }

    /// <summary>
    /// A sentence for the verbose stream that names what there was to choose from, init and ephemeral containers marked;
    /// null when the container was asked for or there is only one.
    /// </summary>
    public string? Others { get; }

    /// <summary>Something that the user should be told although it is no error; usually null.</summary>
    public string? Notice { get; }

    /// <summary>Chooses a container.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="requested">The name that was asked for, or null.</param>
    /// <param name="use">What the container is wanted for.</param>
    /// <exception cref="KubernetesException">
    /// Reason <see cref="StreamReason.ContainerNotFound"/>: the pod has no such container, or none at all.
    /// </exception>
    public static ContainerChoice For(Pod pod, string? requested, ContainerUse use = ContainerUse.Exec)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var all = ContainersOf(pod);
        if (!string.IsNullOrEmpty(requested))
        {
            return all.Any(container => container.Name == requested)
                ? new ContainerChoice(requested, null, null)
                : throw NotFound(pod, $"has no container '{requested}'", all);
        }

        if (all.Count == 0)
        {
            throw NotFound(pod, "has no containers", all);
        }

        return ByDefault(pod, all, use);
    }

    private static ContainerChoice ByDefault(Pod pod, List<(string Name, string Text)> all, ContainerUse use)
    {
        var first = all[0].Name;
        string? notice = null;
        if (pod.Metadata?.Annotations.TryGetValue(DefaultContainerAnnotation, out var annotated) == true && annotated.Length > 0)
        {
            var exists = all.Any(container => container.Name == annotated);
            if (!exists && use == ContainerUse.Exec)
            {
                throw NotFound(pod, $"names the container '{annotated}' in its annotation {DefaultContainerAnnotation}, but has none of that name", all);
            }

            first = exists ? annotated : first;
            notice = exists
                ? null
                : $"The annotation {DefaultContainerAnnotation} of pod '{pod.Name}' names the container '{annotated}', which it does not have: taking '{first}'.";
        }

        var others = all.Count > 1
            ? $"Defaulted container '{first}' out of: {string.Join(", ", all.Select(container => container.Text))}"
            : null;
        return new ContainerChoice(first, others, notice);
    }

    /// <summary>All containers, the regular ones first, each with the text that shows its kind.</summary>
    private static List<(string Name, string Text)> ContainersOf(Pod pod)
    {
        var all = new List<(string, string)>();
        all.AddRange((pod.Spec?.Containers ?? []).Select(each => (each.Name ?? "", each.Name ?? "")));
        all.AddRange((pod.Spec?.EphemeralContainers ?? []).Select(each => (each.Name ?? "", $"{each.Name} (ephemeral)")));
        all.AddRange((pod.Spec?.InitContainers ?? []).Select(each => (each.Name ?? "", $"{each.Name} (init)")));
        return all;
    }

    private static KubernetesException NotFound(Pod pod, string what, List<(string Name, string Text)> all)
    {
        var choices = all.Count == 0 ? "" : $" Choose one of: {string.Join(", ", all.Select(container => container.Text))}.";
        return new KubernetesException(StreamReason.ContainerNotFound, $"Pod '{pod.Name}' {what}.{choices}");
    }
}
