using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Tells users which container was chosen for them.</summary>
internal static class ContainerTalk
{
    /// <summary>The name of the container that is meant, which the user is told when it was not named.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="requested">The container that was asked for; null when none was.</param>
    /// <param name="pipeline">Where to tell.</param>
    public static string Choose(Pod pod, string? requested, IPipeline pipeline)
    {
        Tell(pod, requested, pipeline, all: false);
        return ContainerChoice.For(pod, requested).Name;
    }

    /// <summary>Writes the verbose line that names the other containers, and notices.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="requested">The container that was asked for; null when none was.</param>
    /// <param name="pipeline">Where to tell.</param>
    /// <param name="all">Whether all containers are taken, so that nothing was chosen.</param>
    public static void Tell(Pod pod, string? requested, IPipeline pipeline, bool all)
    {
        if (all || requested is not null || pod.Spec is not { Containers.Count: > 0 })
        {
            return;
        }

        var choice = ContainerChoice.For(pod, requested, ContainerUse.Logs);
        if (choice.Others is { } others)
        {
            pipeline.Verbose(others);
        }

        if (choice.Notice is { } notice)
        {
            pipeline.Warn(notice);
        }
    }
}
