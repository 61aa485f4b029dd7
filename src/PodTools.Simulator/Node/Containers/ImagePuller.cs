using System.Globalization;

namespace PodTools.Simulator.Node.Containers;

/// <summary>Brings images to a node, with the events and the back-off of a kubelet. On the loop only.</summary>
internal sealed class ImagePuller(NodeContext context)
{
    /// <summary>Makes sure that the image of a container is there.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container, whose state tells why when the image is not there.</param>
    /// <param name="ready">Is called with the image once it is there.</param>
    /// <param name="failed">Is called when it is not, with the time until the next attempt.</param>
    public void Require(PodObject pod, ContainerWorker container, Action<ImageReference> ready, Action<TimeSpan> failed)
    {
        var spec = container.Spec;
        if (ImageReference.Parse(spec.Image, out var problem) is not { } image)
        {
            var message = $"Failed to apply default image tag \"{spec.Image}\": couldn't parse image reference \"{spec.Image}\": {problem}";
            Refuse(pod, container, "InspectFailed", "InvalidImageName", message, failed);
        }
        else if (spec.PullPolicy != "Always" && context.Images.IsPresent(pod.NodeName, image))
        {
            context.Events.Kubelet(pod, spec, "Pulled", $"Container image \"{spec.Image}\" already present on machine");
            ready(image);
        }
        else if (spec.PullPolicy == "Never")
        {
            Refuse(pod, container, "ErrImageNeverPull", "ErrImageNeverPull",
                $"Container image \"{spec.Image}\" is not present with pull policy of Never", failed);
        }
        else if (container.Pulls.IsOn(context.Loop.Since(container.PullFailedAt)))
        {
            BackOff(pod, container, failed);
        }
        else
        {
            Pull(pod, container, image, ready, failed);
        }
    }

    private void Refuse(
        PodObject pod, ContainerWorker container, string eventReason, string reason, string message, Action<TimeSpan> failed)
    {
        context.Events.Kubelet(pod, container.Spec, eventReason, message, warning: true);
        context.Events.Kubelet(pod, container.Spec, "Failed", $"Error: {reason}", warning: true);
        container.State = new ContainerState.Waiting(reason, message);
        failed(KubeletTimings.Resync);
    }

    private void BackOff(PodObject pod, ContainerWorker container, Action<TimeSpan> failed)
    {
        var message = $"Back-off pulling image \"{container.Spec.Image}\"";
        context.Events.Kubelet(pod, container.Spec, "BackOff", message);
        context.Events.Kubelet(pod, container.Spec, "Failed", "Error: ImagePullBackOff", warning: true);
        container.State = new ContainerState.Waiting("ImagePullBackOff", message);
        failed(container.Pulls.Pause - context.Loop.Since(container.PullFailedAt));
    }

    private void Pull(
        PodObject pod, ContainerWorker container, ImageReference image, Action<ImageReference> ready, Action<TimeSpan> failed)
    {
        var spec = container.Spec;
        var delay = context.Images.Find(image)?.PullDelay is { Ticks: > 0 } described ? described : KubeletTimings.Pull;
        context.Events.Kubelet(pod, spec, "Pulling", $"Pulling image \"{spec.Image}\"");
        context.Loop.After(delay, () =>
        {
            if (context.Images.PullProblem(image) is { } problem)
            {
                container.Pulls.Next(TimeSpan.Zero);
                container.PullFailedAt = context.Loop.Now;
                context.Events.Kubelet(pod, spec, "Failed", $"Failed to pull image \"{spec.Image}\": {problem}", warning: true);
                context.Events.Kubelet(pod, spec, "Failed", "Error: ErrImagePull", warning: true);
                container.State = new ContainerState.Waiting("ErrImagePull", problem);
                failed(KubeletTimings.Relist * 2);
                return;
            }

            context.Images.AddPulled(pod.NodeName, image);
            var took = string.Create(CultureInfo.InvariantCulture, $"{delay.TotalSeconds:0.###}s");
            context.Events.Kubelet(pod, spec, "Pulled", $"Successfully pulled image \"{spec.Image}\" in {took} ({took} including waiting)");
            ready(image);
        });
    }
}
