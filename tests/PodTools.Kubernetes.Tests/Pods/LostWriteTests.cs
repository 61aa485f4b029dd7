namespace PodTools.Kubernetes.Tests.Pods;

/// <summary>Creates and deletes whose answer never comes: they are carried out exactly once, or the doubt is said.</summary>
public sealed class LostWriteTests(SimulatedCluster cluster) : IClassFixture<SimulatedCluster>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pod_is_created_once(bool firstArrives)
    {
        var ns = await cluster.NewNamespaceAsync();
        await using var proxy = new LosingServer(cluster.Connection, "POST", firstArrives);

        var created = await new PodClient(proxy.Connection).CreateAsync(ns, SimulatedCluster.Manifest("pod"));

        Assert.Equal((await cluster.Pods.GetAsync(ns, "pod")).Metadata!.Uid, created.Metadata!.Uid);
        Assert.Equal(firstArrives ? 1 : 2, proxy.Count("POST"));
    }

    [Fact]
    public async Task Somebody_elses_pod_is_not_taken_for_ones_own()
    {
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("pod", image: "busybox"));
        await using var proxy = new LosingServer(cluster.Connection, "POST", firstArrives: true);

        var doubt = await Assert.ThrowsAsync<KubernetesException>(() => new PodClient(proxy.Connection).CreateAsync(ns, SimulatedCluster.Manifest("pod")));

        Assert.Equal(KubernetesReason.ConnectionLost, doubt.Reason);
        Assert.Contains("Whether the server carried the request out is not known", doubt.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 2)]
    [InlineData(false, false, null)]
    public async Task A_pod_is_deleted_and_never_its_successor(bool firstArrives, bool byUid, int? sent)
    {
        var ns = await cluster.NewNamespaceAsync();
        var pod = await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("pod"));
        await using var proxy = new LosingServer(cluster.Connection, "DELETE", firstArrives);
        var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = byUid ? new() { Uid = pod.Metadata!.Uid } : null };

        var deleting = new PodClient(proxy.Connection).DeleteAsync(ns, "pod", options);

        if (sent is null)
        {
            Assert.Equal(KubernetesReason.ConnectionLost, (await Assert.ThrowsAsync<KubernetesException>(() => deleting)).Reason);
            return;
        }

        await deleting;
        Assert.Null(await cluster.Pods.FindAsync(ns, "pod"));
        Assert.Equal(sent, proxy.Count("DELETE"));
    }
}
