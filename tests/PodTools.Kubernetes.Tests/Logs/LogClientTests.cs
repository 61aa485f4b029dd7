using PodTools.Kubernetes.Logs;

namespace PodTools.Kubernetes.Tests.Logs;

/// <summary>Logs of pods on a simulated cluster.</summary>
public sealed class LogClientTests(SimulatedCluster cluster) : IClassFixture<SimulatedCluster>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly LogOptions Everything = new();
    private static readonly LogOptions Follow = new() { Follow = true };

    [Fact]
    public async Task Lines_have_their_time_and_place()
    {
        var ns = await cluster.NewNamespaceAsync();
        var pod = await CompletedAsync(ns, "pod", "echo one; echo two; printf 'no newline'");

        var entries = await ReadAsync([pod], Everything);

        Assert.Equal(["one", "two", "no newline"], entries.Select(entry => entry.Message));
        Assert.All(entries, entry => Assert.Equal((ns, "pod", "main", cluster.Connection.Context), (entry.Namespace, entry.Pod, entry.Container, entry.Context)));
        Assert.All(entries, entry => Assert.NotNull(entry.Time));
    }

    [Fact]
    public async Task Tail_and_limit_are_kept()
    {
        var pod = await CompletedAsync(await cluster.NewNamespaceAsync(), "pod", "for i in 1 2 3 4 5; do echo line $i; done");

        Assert.Equal(["line 4", "line 5"], (await ReadAsync([pod], Everything with { Tail = 2 })).Select(entry => entry.Message));
        Assert.Equal(["line 1", "lin"], (await ReadAsync([pod], Everything with { LimitBytes = 10 })).Select(entry => entry.Message));
    }

    [Fact]
    public async Task Bytes_come_as_the_container_wrote_them()
    {
        var pod = await CompletedAsync(await cluster.NewNamespaceAsync(), "pod", @"printf 'a\377\r\nb'");
        await using var stream = await new LogClient(cluster.Connection).OpenAsync(pod, Everything, Stop());
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Stop());

        Assert.Equal([(byte)'a', 0xff, (byte)'\r', (byte)'\n', (byte)'b'], bytes.ToArray());
    }

    [Fact]
    public async Task Logs_of_several_pods_are_in_the_order_of_time()
    {
        var ns = await cluster.NewNamespaceAsync();
        const string Script = "for i in 1 2 3 4 5 6 7 8 9; do echo $i; sleep 0.02; done";
        var pods = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => CompletedAsync(ns, $"pod-{number}", Script)));

        var entries = await ReadAsync(pods, Everything);

        Assert.Equal(36, entries.Count);
        Assert.Equal(entries.OrderBy(entry => entry.Timestamp, StringComparer.Ordinal).Select(entry => entry.Timestamp), entries.Select(entry => entry.Timestamp));
    }

    [Fact]
    public async Task One_log_that_fails_does_not_silence_the_others()
    {
        var ns = await cluster.NewNamespaceAsync();
        var good = await CompletedAsync(ns, "good", "echo fine");
        var gone = await CompletedAsync(ns, "gone", "echo lost");
        await cluster.Pods.DeleteAsync(ns, "gone", new DeleteOptions { GracePeriodSeconds = 0 });
        var failures = new List<LogFailure>();

        var entries = await ReadAsync([good, gone], Everything, failures.Add);

        Assert.Equal("fine", Assert.Single(entries).Message);
        Assert.Equal(("gone", "NotFound"), (Assert.Single(failures).Pod.Name, failures[0].Error.Reason));
    }

    [Fact]
    public async Task Reading_survives_cut_connections_too()
    {
        var ns = await cluster.NewNamespaceAsync();
        var pod = await CompletedAsync(ns, "pod", "i=0; while [ $i -lt 800 ]; do i=$((i+1)); echo line $i; [ $((i%20)) -eq 0 ] && sleep 0.05; done");
        cluster.Simulator.Faults.Add(new PodSimulatorFault { Path = $"/api/v1/namespaces/{ns}/pods/pod/log", CutAfter = 28_000, Times = 2 });

        var entries = await ReadAsync([pod], Everything);

        Assert.Equal(Enumerable.Range(1, 800).Select(number => $"line {number}"), entries.Select(entry => entry.Message));
    }

    [Fact]
    public async Task A_connection_that_never_brings_anything_is_an_error()
    {
        var ns = await cluster.NewNamespaceAsync();
        var pod = await CompletedAsync(ns, "pod", "echo never seen");
        cluster.Simulator.Faults.Add(new PodSimulatorFault { Path = $"/api/v1/namespaces/{ns}/pods/pod/log", CutAfter = 5 });

        var error = await Assert.ThrowsAsync<KubernetesException>(() => ReadAsync([pod], Everything));

        Assert.Equal(KubernetesReason.ConnectionLost, error.Reason);
    }

    [Fact]
    public async Task Following_survives_cut_connections_without_loss_or_repeats()
    {
        var ns = await cluster.NewNamespaceAsync();
        var fault = new PodSimulatorFault { Path = $"/api/v1/namespaces/{ns}/pods/pod/log", CutAfter = 45_000, Times = 20 };
        cluster.Simulator.Faults.Add(fault);
        await cluster.Pods.CreateAsync(ns, Script("pod", "i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo line $i; [ $((i%20)) -eq 0 ] && sleep 0.05; done"));
        var pod = await cluster.Pods.GetAsync(ns, "pod");

        var entries = await ReadAsync([pod], Follow);

        Assert.Equal(Enumerable.Range(1, 2000).Select(number => $"line {number}"), entries.Select(entry => entry.Message));
    }

    [Fact]
    public async Task Following_a_selector_picks_up_new_pods()
    {
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, Script("first", "echo first"));
        using var stop = new CancellationTokenSource(Patience);
        var seen = new List<string>();
        await foreach (var entry in new LogClient(cluster.Connection).FollowAsync(ns, new PodQuery { LabelSelector = "app=test" }, Everything, stop.Token))
        {
            seen.Add(entry.Message);
            if (entry.Message == "first")
            {
                await cluster.Pods.CreateAsync(ns, Script("second", "echo second"));
            }
            else
            {
                break;
            }
        }

        Assert.Equal(["first", "second"], seen);
    }

    private static CancellationToken Stop() => new CancellationTokenSource(Patience).Token;

    private static System.Text.Json.Nodes.JsonObject Script(string name, string script) =>
        SimulatedCluster.Manifest(name, "default-scheduler", "busybox", "Never", "sh", "-c", script);

    private async Task<Pod> CompletedAsync(string ns, string name, string script)
    {
        await cluster.Pods.CreateAsync(ns, Script(name, script));
        return (await new PodWaiter(cluster.Pods).WaitAsync(ns, name, PodWaitCondition.Parse("Completed"), new PodWaitOptions { Timeout = Patience }))!;
    }

    private async Task<List<PodLogEntry>> ReadAsync(IReadOnlyCollection<Pod> pods, LogOptions options, Action<LogFailure>? onFailure = null)
    {
        var entries = new List<PodLogEntry>();
        await foreach (var entry in new LogClient(cluster.Connection, onFailure).ReadAsync(pods, options, Stop()))
        {
            entries.Add(entry);
        }

        return entries;
    }
}
