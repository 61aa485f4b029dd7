using System.Text.Json.Nodes;

namespace PodTools.Kubernetes.Tests.Pods;

/// <summary>The pod client against a whole cluster over real sockets.</summary>
public sealed class PodClientTests(SimulatedCluster cluster) : IClassFixture<SimulatedCluster>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_pod_is_created_read_changed_and_deleted()
    {
        var ns = await cluster.NewNamespaceAsync();

        var created = await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("one"));
        var read = await cluster.Pods.GetAsync(ns, "one");
        var patched = await cluster.Pods.PatchAsync(ns, "one", PatchType.Merge, JsonNode.Parse("""{"metadata":{"labels":{"tier":"web"}}}""")!);
        var whole = KubernetesJson.ToNode(patched);
        whole["metadata"]!["annotations"] = new JsonObject { ["note"] = "x" };
        var replaced = await cluster.Pods.ReplaceAsync(ns, "one", whole);
        await cluster.Pods.DeleteAsync(ns, "one", new DeleteOptions { GracePeriodSeconds = 0 });

        Assert.Equal(created.Metadata!.Uid, read.Metadata!.Uid);
        Assert.Equal("web", patched.Metadata!.Labels["tier"]);
        Assert.Equal("x", replaced.Metadata!.Annotations["note"]);
        Assert.Null(await cluster.Pods.FindAsync(ns, "one"));
        Assert.Equal((cluster.Connection.Context, cluster.Simulator.KubeConfig), (read.Context, read.KubeConfig));
    }

    [Fact]
    public async Task What_the_server_refuses_is_one_exception_with_its_status()
    {
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("one"));

        Assert.Equal("NotFound", await ReasonAsync(() => cluster.Pods.GetAsync(ns, "missing")));
        Assert.Equal("AlreadyExists", await ReasonAsync(() => cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("one"))));
        Assert.Equal("Invalid", await ReasonAsync(() => cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("Not A Name"))));
        Assert.Equal("Conflict", await ReasonAsync(() => cluster.Pods.DeleteAsync(ns, "one", new DeleteOptions { Preconditions = new() { Uid = "other" } })));
    }

    [Fact]
    public async Task Apply_creates_then_changes_and_conflicts_name_the_manager()
    {
        var ns = await cluster.NewNamespaceAsync();
        var declared = SimulatedCluster.Manifest("applied");

        await cluster.Pods.ApplyAsync(ns, "applied", declared, new ApplyOptions { FieldManager = "first" });
        declared["metadata"]!["labels"]!["app"] = "other";
        var conflict = await Assert.ThrowsAsync<KubernetesException>(
            () => cluster.Pods.ApplyAsync(ns, "applied", declared, new ApplyOptions { FieldManager = "second" }));
        var forced = await cluster.Pods.ApplyAsync(ns, "applied", declared, new ApplyOptions { FieldManager = "second", Force = true });

        Assert.Equal("Conflict", conflict.Reason);
        Assert.Contains(conflict.Status.Details!.Causes, c => c.Field == ".metadata.labels.app");
        Assert.Equal("other", forced.Metadata!.Labels["app"]);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var ns = await cluster.NewNamespaceAsync();

        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("dry"), new WriteOptions { DryRun = true });

        Assert.Null(await cluster.Pods.FindAsync(ns, "dry"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task A_list_has_every_pod_once_in_order_whatever_the_page_size(int pageSize)
    {
        var ns = await cluster.NewNamespaceAsync();
        var names = await CreateManyAsync(ns, 10);

        var listed = await cluster.Pods.ListAsync(ns, new PodQuery { PageSize = pageSize }).ToListAsync();

        Assert.Equal(names, listed.Select(p => p.Name));
        Assert.All(listed, p => Assert.Equal(cluster.Connection.Context, p.Context));
    }

    [Fact]
    public async Task Who_takes_one_pod_causes_no_second_page()
    {
        await using var server = new ScriptedServer(null, (request, stream, _) => ScriptedServer.WriteAsync(
            stream, 200, """{"metadata":{"resourceVersion":"1","continue":"more"},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}"""));
        using var connection = TestConnections.To(server, null);

        await foreach (var pod in new PodClient(connection).ListAsync("default"))
        {
            Assert.Equal("a", pod.Name);
            break;
        }

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Selectors_choose()
    {
        var ns = await cluster.NewNamespaceAsync();
        await CreateManyAsync(ns, 3);
        await cluster.Pods.PatchAsync(ns, "pod-01", PatchType.Merge, JsonNode.Parse("""{"metadata":{"labels":{"app":"chosen"}}}""")!);

        var byLabel = await cluster.Pods.ListAsync(ns, new PodQuery { LabelSelector = "app in (chosen)" }).ToListAsync();
        var byName = await cluster.Pods.ListAsync(ns, PodQuery.ForName("pod-02")).ToListAsync();
        var deleted = await cluster.Pods.DeleteAllAsync(ns, new PodQuery { LabelSelector = "app=test" });

        Assert.Equal("pod-01", Assert.Single(byLabel).Name);
        Assert.Equal("pod-02", Assert.Single(byName).Name);
        Assert.Equal(["pod-00", "pod-02"], deleted.Select(p => p.Name));
    }

    [Fact]
    public async Task A_watch_tells_what_exists_and_then_each_change()
    {
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("early"));
        var seen = new List<string>();
        using var stop = new CancellationTokenSource(Limit);

        await foreach (var change in cluster.Pods.WatchAsync(ns, cancellationToken: stop.Token))
        {
            seen.Add($"{change.Type} {change.Pod.Name}");
            Assert.False(change.Synthetic);
            if (seen.Count == 1)
            {
                await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("late"), cancellationToken: stop.Token);
                await cluster.Pods.DeleteAsync(ns, "early", new DeleteOptions { GracePeriodSeconds = 0 }, stop.Token);
            }

            if (change.Type == PodWatchEventType.Deleted)
            {
                break;
            }
        }

        Assert.Equal(["Added early", "Added late", "Deleted early"], seen.Where(s => !s.StartsWith("Modified", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_namespace_is_made_and_waited_away()
    {
        var namespaces = new NamespaceClient(cluster.Connection);
        var ns = await namespaces.CreateAsync("short-lived", [new("team", "a")]);
        using var limit = new CancellationTokenSource(Limit);

        await namespaces.DeleteAsync("short-lived", cancellationToken: limit.Token);
        await namespaces.WaitUntilGoneAsync(ns, limit.Token);

        Assert.Equal("NotFound", await ReasonAsync(() => namespaces.GetAsync("short-lived")));
        Assert.DoesNotContain("short-lived", await namespaces.ListAsync(cancellationToken: limit.Token).Select(n => n.Metadata!.Name).ToListAsync());
    }

    [Fact]
    public async Task The_rest_of_the_cluster_answers()
    {
        Assert.StartsWith("v1.", await new VersionClient(cluster.Connection).GetAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(await new NodeClient(cluster.Connection).ListAsync().ToListAsync());
        Assert.True((await new AccessClient(cluster.Connection).ReviewAsync(new() { ResourceAttributes = new() { Verb = "create", Resource = "pods", Namespace = "default" } })).Allowed);
        Assert.NotEmpty((await new AccessClient(cluster.Connection).RulesAsync("default")).ResourceRules);
    }

    private async Task<List<string>> CreateManyAsync(string ns, int count)
    {
        var names = Enumerable.Range(0, count).Select(i => $"pod-{i:00}").ToList();
        foreach (var name in names)
        {
            await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest(name));
        }

        return names;
    }

    private static async Task<string> ReasonAsync(Func<Task> act) => (await Assert.ThrowsAsync<KubernetesException>(act)).Reason;
}
