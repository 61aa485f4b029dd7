using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>The base of cmdlets that are about one container.</summary>
public abstract class OneContainerCmdlet : OnePodCmdlet
{
    /// <summary>The container. Without it: the pod's default one.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    /// <summary>The container that is meant, which the user is told when it was not named.</summary>
    private protected string Choose(Pod pod, IPipeline pipeline)
    {
        ContainerTalk.Tell(pod, Container, pipeline, all: false);
        return ContainerChoice.For(pod, Container).Name;
    }
}
