using System.Text.Json.Nodes;
using PodTools.Simulator.Node.Containers;

namespace PodTools.Simulator.Node;

/// <summary>Stops containers: the preStop hook, SIGTERM, and SIGKILL when the grace period is over. On the loop only.</summary>
internal sealed class ContainerStopper(NodeContext context, PodWorker worker)
{
    /// <summary>Whether no container of the pod runs.</summary>
    public bool AllStopped => worker.Containers.All(container => !container.IsRunning);

    /// <summary>Stops whatever runs, because the pod ends.</summary>
    public void StopAll(TimeSpan grace)
    {
        foreach (var container in worker.Containers.Where(container => container.IsRunning && !container.IsStopping))
        {
            Stop(container, $"Stopping container {container.Spec.Name}", grace);
        }
    }

    /// <summary>Shortens the grace period of a stop that is under way.</summary>
    public void Hurry(TimeSpan grace)
    {
        foreach (var container in worker.Containers.Where(container => container.IsRunning))
        {
            KillAfter(container.Run!, grace);
        }
    }

    /// <summary>Stops a container whose image is no longer the one that it runs; it starts again with the new one.</summary>
    public void StopIfChanged(ContainerWorker container)
    {
        if (container is { IsRunning: true, IsStopping: false } && container.Spec.Image != container.Run!.Spec.Image)
        {
            container.RestartsAtOnce = true;
            Stop(container, $"Container {container.Spec.Name} definition changed, will be restarted", worker.Pod.TerminationGrace);
        }
    }

    /// <summary>Stops a container.</summary>
    /// <param name="container">The container, which runs.</param>
    /// <param name="message">Why, for the event.</param>
    /// <param name="grace">The time until it is killed.</param>
    public void Stop(ContainerWorker container, string message, TimeSpan grace)
    {
        var run = container.Run!;
        container.IsStopping = true;
        context.Events.Kubelet(worker.Pod, container.Spec, "Killing", message);
        KillAfter(run, grace);
        if (container.Spec.Json["lifecycle"]?["preStop"] is JsonObject hook && grace > TimeSpan.Zero)
        {
            _ = ContainerAction.DoAsync(worker.Pod, run, hook, worker.Ports, grace).ContinueWith(
                done => context.Loop.Post(() => AfterPreStop(container, run, done.GetAwaiter().GetResult())), TaskScheduler.Default);
        }
        else
        {
            run.Process.Stop();
        }
    }

    private void AfterPreStop(ContainerWorker container, ContainerRun run, ActionResult result)
    {
        if (!result.Succeeded)
        {
            context.Events.Kubelet(worker.Pod, container.Spec, "FailedPreStopHook", "PreStopHook failed", warning: true);
        }

        run.Process.Stop();
    }

    private void KillAfter(ContainerRun run, TimeSpan grace)
    {
        if (grace == TimeSpan.Zero)
        {
            run.Process.Kill();
        }
        else
        {
            context.Loop.After(grace < KubeletTimings.MinimumGrace ? KubeletTimings.MinimumGrace : grace, run.Process.Kill);
        }
    }
}
