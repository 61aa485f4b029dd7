using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PodTools.Kubernetes.Logs;
using PodTools.Tests;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Pods;

/// <summary>Lists and watches over a way that cuts every connection after 1 to 50 KB: nothing changes but the time.</summary>
public sealed class FaultTests(SimulatedCluster cluster, ITestOutputHelper output) : IClassFixture<SimulatedCluster>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_list_of_thousands_is_whole_however_often_it_is_cut()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var ns = await cluster.NewNamespaceAsync();
        var names = Enumerable.Range(0, 3000).Select(i => $"pod-{i:0000}").ToList();
        await Parallel.ForEachAsync(names, async (name, stop) => await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest(name), cancellationToken: stop));
        await using var proxy = new FaultProxy(cluster.Simulator.Server.Port, LinkFault.RandomCuts(seed));
        using var connection = cluster.Through(proxy);

        var listed = await new PodClient(connection).ListAsync(ns).ToListAsync().WaitAsync(Limit);

        output.WriteLine($"{listed.Count} pods over {proxy.Cuts} cuts");
        Assert.Equal(names, listed.Select(p => p.Name));
        Assert.True(proxy.Cuts > 100);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_tells_each_change_once_however_often_it_is_cut(bool reset)
    {
        const int Changes = 1000;
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("pod"));
        await using var proxy = new FaultProxy(cluster.Simulator.Server.Port, LinkFault.RandomCuts(seed, reset: reset));
        using var connection = cluster.Through(proxy);
        using var stop = new CancellationTokenSource(Limit);
        var seen = new List<string>();
        Task? changing = null;

        await foreach (var change in new PodClient(connection).WatchAsync(ns, cancellationToken: stop.Token))
        {
            // It is standing still that fails, not being slow: a thousand changes one after the other take their time on a busy machine.
            stop.CancelAfter(Limit);
            changing ??= ChangeAsync(ns, Changes, stop);
            Assert.False(change.Synthetic);
            if (change.Type == PodWatchEventType.Modified)
            {
                seen.Add(change.Pod.Metadata!.Labels["n"]);
                if (seen.Count % 100 == 0)
                {
                    output.WriteLine($"{seen.Count} changes over {proxy.Cuts} cuts");
                }
            }

            if (seen.Count > 0 && seen[^1] == $"{Changes}")
            {
                break;
            }
        }

        await changing!;
        Assert.Equal(Enumerable.Range(1, Changes).Select(i => $"{i}"), seen);
        Assert.True(proxy.Cuts > 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_followed_log_gives_each_line_once_however_often_it_is_cut(int seed)
    {
        // All lines are written within a second or two, which the API cannot start in the middle of.
        var lines = int.Parse(Environment.GetEnvironmentVariable("PODTOOLS_TEST_LOG_LINES") ?? "10000", CultureInfo.InvariantCulture);
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("pod", "default-scheduler", "busybox", "Never", "seq", "1", $"{lines}"));
        var pod = await cluster.Pods.GetAsync(ns, "pod");
        await using var proxy = new FaultProxy(cluster.Simulator.Server.Port, LinkFault.RandomCuts(seed));
        using var connection = cluster.Through(proxy);
        using var stop = new CancellationTokenSource(Limit);
        var watch = Stopwatch.StartNew();

        var entries = await new LogClient(connection).ReadAsync([pod], new LogOptions { Follow = true }, stop.Token).ToListAsync();

        output.WriteLine($"seed {seed}: {entries.Count} lines over {proxy.Cuts} cuts in {watch.Elapsed}");
        Assert.Equal(Enumerable.Range(1, lines).Select(i => $"{i}"), entries.Select(entry => entry.Message));
        Assert.True(proxy.Cuts > 10);
    }

    private async Task ChangeAsync(string ns, int count, CancellationTokenSource stop)
    {
        for (var i = 1; i <= count; i++)
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["n"] = $"{i}" } } };
            try
            {
                await cluster.Pods.PatchAsync(ns, "pod", PatchType.Merge, patch, cancellationToken: stop.Token);
            }
            catch (KubernetesException e)
            {
                // There is nothing left to wait for, and this is the cause.
                output.WriteLine($"change {i} failed: {e}");
                await stop.CancelAsync();
                throw;
            }
        }
    }
}
