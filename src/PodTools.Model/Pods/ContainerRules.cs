namespace PodTools;

/// <summary>What the API says about containers in one place.</summary>
public static class ContainerRules
{
    /// <summary>
    /// Whether an init container is a sidecar: one that is restarted and goes on beside the containers, said by
    /// <c>restartPolicy: Always</c>.
    /// </summary>
    /// <param name="initContainer">An element of <c>spec.initContainers</c>.</param>
    public static bool IsSidecar(Container initContainer)
    {
        ArgumentNullException.ThrowIfNull(initContainer);
        return initContainer.RestartPolicy == "Always";
    }
}
