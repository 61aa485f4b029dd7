using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PodTools.Simulator.Store;
using PodTools.Simulator.Tests.Support;
using PodTools.Tests;
using Xunit.Abstractions;

namespace PodTools.Simulator.Tests.Node;

/// <summary>
/// Pods that a real kubelet ran, run again by the simulator at five times the speed, all of them at once. A busy machine may be
/// too slow for the timeouts of probes at that speed, so those that came out otherwise get their own time.
/// </summary>
[Collection(Alone.Name)]
public sealed class LifecycleReplayTests(ITestOutputHelper output) : IDisposable
{
    private const double Speed = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Where containers are not isolated, /tmp is this machine's, in which pods and runs must not see one another's files.
    private readonly string _temporary = $"/tmp/podtools-replay-{Guid.NewGuid():n}-";

    [Fact]
    public async Task Pods_go_through_the_recorded_rows()
    {
        var names = Recordings.Names("lifecycle").Select(name => Path.GetFileNameWithoutExtension(name)!).Except(ReadDifferences()).ToList();

        var hurried = await ReplayAllAsync(names, Speed);
        var failures = hurried.Count == 0 ? hurried : await ReplayAllAsync(hurried, 1);

        Assert.Empty(failures);
    }

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles("/tmp", Path.GetFileName(_temporary) + "*"))
        {
            File.Delete(file);
        }
    }

    /// <summary>Plays recordings.</summary>
    /// <returns>The names of those that came out otherwise.</returns>
    private async Task<IReadOnlyList<string>> ReplayAllAsync(IReadOnlyList<string> names, double speed)
    {
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Speed = speed });
        using var client = new SimulatorClient(simulator);
        await client.JsonAsync("POST", "/api/v1/namespaces", JsonNode.Parse("""{"metadata":{"name":"rec-life"}}"""), 201);
        using var watch = new RowWatch(simulator, speed);
        var failures = await Task.WhenAll(names.Select(name => ReplayAsync(client, watch, name, speed)));
        foreach (var failure in failures.OfType<string>())
        {
            output.WriteLine($"at speed {speed}: {failure}");
        }

        return [.. failures.OfType<string>().Select(failure => failure.Split('\n')[0])];
    }

    private async Task<string?> ReplayAsync(SimulatorClient client, RowWatch watch, string name, double speed)
    {
        var recording = Recordings.Read($"lifecycle/{name}.json").AsObject();
        var manifest = JsonNode.Parse(recording["manifest"]!.ToJsonString().Replace("/tmp/", $"{_temporary}{name}-{speed}-", StringComparison.Ordinal))!.AsObject();
        var pod = (string)manifest["metadata"]!["name"]!;
        var recorded = LifecycleRow.Changes(recording["rows"]!.AsArray().Select(row => new LifecycleRow((double)row!["at_ms"]!, Text(row["row"]!))));
        var since = Stopwatch.StartNew();
        await client.JsonAsync("POST", "/api/v1/namespaces/rec-life/pods", manifest, 201);
        foreach (var action in (recording["actions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            await WaitForRowAsync(watch, pod, recorded.Last(row => row.At < (double)action["at_ms"]!).Text, since);
            using var answer = await client.SendAsync(
                (string)action["method"]!, (string)action["path"]!, action["body"]?.ToJsonString(), (string?)action["contentType"] ?? "application/json");
            Assert.True(answer.IsSuccessStatusCode, $"{name}: {await answer.Content.ReadAsStringAsync()}");
        }

        var deadline = recorded[^1].At + 40_000;
        while (!LifecycleComparison.Matches(recorded, watch.RowsOf(pod)))
        {
            if (since.Elapsed.TotalMilliseconds * speed > deadline)
            {
                return $"{name}\n  recorded:  {Show(recorded)}\n  simulated: {Show(watch.RowsOf(pod))}";
            }

            await watch.WaitForChangeAsync();
        }

        return null;
    }

    // Somebody acted when the pod had come so far, not at a time.
    private static async Task WaitForRowAsync(RowWatch watch, string pod, string text, Stopwatch since)
    {
        while (watch.LastOf(pod) != text && since.Elapsed < Patience)
        {
            await watch.WaitForChangeAsync();
        }
    }

    private static string Text(JsonNode row) =>
        $"{(string?)row["READY"]} {(string?)row["STATUS"]} {((string)row["RESTARTS"]!).Split(' ')[0]}";

    private static string Show(IReadOnlyList<LifecycleRow> rows) =>
        string.Join(", ", rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.At:0}: {row.Text}")));

    private static HashSet<string> ReadDifferences() =>
        [.. File.ReadLines(Path.Combine(Recordings.Root, "tests", "PodTools.Simulator.Tests", "Node", "LifecycleDifferences.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))];

    private sealed class RowWatch : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Dictionary<string, List<LifecycleRow>> _rows = [];
        private readonly Dictionary<string, long> _created = [];
        private readonly double _speed;
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public RowWatch(PodSimulator simulator, double speed)
        {
            _speed = speed;
            _ = RunAsync(simulator.Store);
        }

        public IReadOnlyList<LifecycleRow> RowsOf(string pod)
        {
            lock (_rows)
            {
                return LifecycleRow.Changes(_rows.GetValueOrDefault(pod, []));
            }
        }

        public string? LastOf(string pod) => RowsOf(pod) is { Count: > 0 } rows ? rows[^1].Text : null;

        public async Task WaitForChangeAsync() =>
            await Task.WhenAny(_changed.Task, Task.Delay(TimeSpan.FromMilliseconds(500)));

        public void Dispose() => _stop.Cancel();

        private async Task RunAsync(ObjectStore store)
        {
            await foreach (var changes in store.WatchAsync(ResourceTypes.Pods, store.Version, _stop.Token))
            {
                lock (_rows)
                {
                    foreach (var change in changes)
                    {
                        Add(change);
                    }
                }

                var changed = _changed;
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed.TrySetResult();
            }
        }

        private void Add(StoreChange change)
        {
            var name = change.Object.Name;
            var pod = KubernetesJson.Deserialize<Pod>(change.Object.Bytes.Span);
            _created.TryAdd(name, Stopwatch.GetTimestamp());
            var at = Stopwatch.GetElapsedTime(_created[name]).TotalMilliseconds * _speed;
            _rows.TryAdd(name, []);
            _rows[name].Add(new LifecycleRow(at, string.Create(CultureInfo.InvariantCulture, $"{pod.Ready} {pod.State} {pod.Restarts}")));
        }
    }
}
