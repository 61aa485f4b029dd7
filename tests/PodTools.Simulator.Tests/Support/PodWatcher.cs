using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Tests.Support;

/// <summary>Creates pods on a simulator and waits for what becomes of them, with a deadline.</summary>
internal sealed class PodWatcher(PodSimulator simulator, string namespaceName = "default") : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public SimulatorClient Client { get; } = new(simulator);

    /// <summary>Creates a pod.</summary>
    public Task<JsonObject> CreateAsync(string manifest) =>
        Client.JsonAsync("POST", $"/api/v1/namespaces/{namespaceName}/pods", JsonNode.Parse(manifest), 201);

    /// <summary>The pod as it is now.</summary>
    public Pod Get(string name) =>
        KubernetesJson.Deserialize<Pod>(simulator.Store.Get(ResourceTypes.Pods, namespaceName, name).Bytes.Span);

    /// <summary>The messages of the events of a pod with their reasons and counts, oldest first.</summary>
    public IReadOnlyList<string> Events(string name) =>
        [.. simulator.Store.Snapshot(ResourceTypes.Events).In(namespaceName).OrderBy(stored => stored.Name.Length).ThenBy(stored => stored.Name, StringComparer.Ordinal)
            .Select(stored => stored.ToJson())
            .Where(json => (string?)json["involvedObject"]!["name"] == name)
            .Select(json => $"{(string?)json["reason"]}: {(string?)json["message"]}")];

    /// <summary>Waits until a pod is as it should be.</summary>
    public async Task<Pod> UntilAsync(string name, Func<Pod, bool> condition)
    {
        for (var deadline = DateTime.UtcNow + Patience; ;)
        {
            var pod = Get(name);
            if (condition(pod))
            {
                return pod;
            }

            Assert.True(DateTime.UtcNow < deadline, $"{name} is still {pod.State} {pod.Ready} {pod.Restarts}: {string.Join("; ", Events(name))}");
            await Task.Delay(Look);
        }
    }

    /// <summary>Waits until a pod is gone.</summary>
    public async Task UntilGoneAsync(string name)
    {
        for (var deadline = DateTime.UtcNow + Patience; simulator.Store.Find(ResourceTypes.Pods, namespaceName, name) is not null;)
        {
            Assert.True(DateTime.UtcNow < deadline, $"{name} is still there.");
            await Task.Delay(Look);
        }
    }

    /// <summary>Moves a clock step by step until a pod is as it should be.</summary>
    public async Task StepUntilAsync(ManualClock clock, TimeSpan step, string name, Func<Pod, bool> condition)
    {
        for (var deadline = DateTime.UtcNow + Patience; !condition(Get(name));)
        {
            Assert.True(DateTime.UtcNow < deadline, $"{name} is still {Get(name).State}: {string.Join("; ", Events(name))}");
            clock.Advance(step);
            await simulator.SettleAsync();
        }
    }

    public void Dispose() => Client.Dispose();
}
