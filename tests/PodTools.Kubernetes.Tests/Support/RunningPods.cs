namespace PodTools.Kubernetes.Tests;

/// <summary>Pods that run on the simulated cluster.</summary>
internal static class RunningPods
{
    /// <summary>Creates a pod of busybox that runs a command, and waits until it is ready.</summary>
    public static async Task<Pod> RunAsync(this SimulatedCluster cluster, string ns, string name, params string[] command)
    {
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest(name, "default-scheduler", "busybox", "Always", command));
        return (await new PodWaiter(cluster.Pods).WaitAsync(
            ns, name, PodWaitCondition.Ready, new PodWaitOptions { Timeout = TimeSpan.FromMinutes(1) }))!;
    }
}
