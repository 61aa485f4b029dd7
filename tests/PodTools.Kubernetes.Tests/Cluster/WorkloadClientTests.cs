namespace PodTools.Kubernetes.Tests.Cluster;

public sealed class WorkloadClientTests
{
    private const string Pods = """
        {"metadata":{"resourceVersion":"1"},"items":[
          {"metadata":{"name":"mine-1","ownerReferences":[{"kind":"ReplicaSet","uid":"rs-old"}]}},
          {"metadata":{"name":"mine-2","ownerReferences":[{"kind":"ReplicaSet","uid":"rs-new"}]}},
          {"metadata":{"name":"other","ownerReferences":[{"kind":"ReplicaSet","uid":"rs-other"}]}},
          {"metadata":{"name":"set-0","ownerReferences":[{"kind":"StatefulSet","uid":"sts"}]}},
          {"metadata":{"name":"single"}}]}
        """;

    [Theory]
    [InlineData("deployment/web", "mine-1 mine-2")]
    [InlineData("deploy/web", "mine-1 mine-2")]
    [InlineData("StatefulSets/set", "set-0")]
    public async Task Pods_are_found_through_their_owners(string workload, string expected)
    {
        await using var server = new ScriptedServer(null, (request, stream, _) => ScriptedServer.WriteAsync(stream, 200, request.Path switch
        {
            "/apis/apps/v1/namespaces/ns/deployments/web" => """{"metadata":{"uid":"web"}}""",
            "/apis/apps/v1/namespaces/ns/statefulsets/set" => """{"metadata":{"uid":"sts"}}""",
            "/apis/apps/v1/namespaces/ns/replicasets" => """{"items":[{"metadata":{"uid":"rs-old","ownerReferences":[{"uid":"web"}]}},{"metadata":{"uid":"rs-new","ownerReferences":[{"uid":"web"}]}},{"metadata":{"uid":"rs-other","ownerReferences":[{"uid":"else"}]}}]}""",
            _ => Pods,
        }));
        using var connection = TestConnections.To(server, null);

        var pods = await new WorkloadClient(new PodClient(connection)).ListPodsAsync("ns", WorkloadReference.Parse(workload)).ToListAsync();

        Assert.Equal(expected, string.Join(' ', pods.Select(p => p.Name)));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("toaster/web")]
    [InlineData("deployment/")]
    [InlineData("deployment/a/b")]
    public void What_runs_no_pods_is_refused(string text) => Assert.Throws<FormatException>(() => WorkloadReference.Parse(text));
}
