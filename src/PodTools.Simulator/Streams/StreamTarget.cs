using PodTools.Simulator.Api;
using PodTools.Simulator.Node;

namespace PodTools.Simulator.Streams;

/// <summary>The one rule which container of a pod a request is for.</summary>
internal static class StreamTarget
{
    /// <summary>The container that is named, or the only one.</summary>
    /// <exception cref="ApiException">400, when there is no such container, or several and none is named.</exception>
    public static ContainerSpec ContainerOf(PodObject pod, string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            return pod.AllContainers.FirstOrDefault(container => container.Name == name)
                ?? throw ApiException.BadRequest($"container {name} is not valid for pod {pod.Name}");
        }

        return pod.Containers.Count == 1
            ? pod.Containers[0]
            : throw ApiException.BadRequest(
                $"a container name must be specified for pod {pod.Name}, choose one of: [{string.Join(' ', pod.AllContainers.Select(container => container.Name))}]");
    }

    /// <summary>Refuses a pod that no node has.</summary>
    /// <exception cref="ApiException">400.</exception>
    public static void RequireNode(PodObject pod)
    {
        if (pod.NodeName.Length == 0)
        {
            throw ApiException.BadRequest($"pod {pod.Name} does not have a host assigned");
        }
    }
}
