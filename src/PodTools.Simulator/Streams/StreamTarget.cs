using PodTools.Simulator.Api;
using PodTools.Simulator.Node;
using PodTools.Simulator.Node.Containers;

namespace PodTools.Simulator.Streams;

/// <summary>The one rule which container of a pod a request is for.</summary>
internal static class StreamTarget
{
    /// <summary>Finds what a request to upgrade is for, and checks it in the order in which servers do.</summary>
    /// <returns>The pod, the container, which streams are wanted, and what runs there; null for nothing.</returns>
    /// <exception cref="ApiException">400, when there is no such container, no node has the pod, or no upgrade is asked for.</exception>
    /// <exception cref="PlainRefusalException">400, when no stream is wanted.</exception>
    public static async Task<(PodObject Pod, ContainerSpec Container, ProcessOptions Options, ContainerRun? Run)> FindAsync(
        PodStreamRequest request, NodeRuntime runtime)
    {
        var query = request.Exchange.Request.Query;
        var pod = new PodObject(request.Pod.ToJson());
        var container = ContainerOf(pod, query["container"]);
        RequireNode(pod);
        StreamUpgrade.Require(request);
        var options = ProcessOptions.Read(query);
        var run = await runtime.LookAsync(pod.Uid, worker =>
            worker?.Containers.FirstOrDefault(candidate => candidate.Spec.Name == container.Name) is { IsRunning: true } found ? found.Run : null)
            .ConfigureAwait(false);
        return (pod, container, options, run);
    }

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
