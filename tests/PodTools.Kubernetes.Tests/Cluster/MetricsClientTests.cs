namespace PodTools.Kubernetes.Tests.Cluster;

public sealed class MetricsClientTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task Usage_comes_from_the_version_that_is_served(string served)
    {
        await using var server = new ScriptedServer(null, (request, stream, _) => request.Path == $"/apis/metrics.k8s.io/{served}/namespaces/ns/pods"
            ? ScriptedServer.WriteAsync(stream, 200, """{"items":[{"metadata":{"name":"p","namespace":"ns"},"timestamp":"2026-01-01T00:00:00Z","containers":[{"name":"c","usage":{"cpu":"250m","memory":"64Mi"}}]}]}""")
            : ScriptedServer.WriteAsync(stream, 404, "404 page not found", "text/plain"));
        using var connection = TestConnections.To(server, null);

        var usage = Assert.Single(await new MetricsClient(connection).ListAsync("ns"));

        Assert.Equal(("ns", "p", "c"), (usage.Namespace, usage.Name, usage.Containers[0].Name));
        Assert.Equal((Quantity.Parse("0.25"), Quantity.Parse("67108864")), (usage.Containers[0].Cpu, usage.Containers[0].Memory));
    }

    [Fact]
    public async Task A_cluster_without_metrics_says_what_to_install()
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 404, "404 page not found", "text/plain"));
        using var connection = TestConnections.To(server, null);

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => new MetricsClient(connection).ListAsync(null));

        Assert.Contains("Install metrics-server", failure.Message, StringComparison.Ordinal);
    }
}
