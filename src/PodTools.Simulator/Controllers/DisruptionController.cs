using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Subresources;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Controllers;

/// <summary>Keeps the status of PodDisruptionBudgets: how many pods they select, need and have, and how many may go.</summary>
internal sealed class DisruptionController(ObjectStore store)
{
    /// <summary>Works until cancelled. A count that was overtaken by another is made again, for it changes its budget too.</summary>
    public IEnumerable<Task> Run(CancellationToken stopping) =>
        [WatchAsync(ResourceTypes.Pods, store.Version, stopping), WatchAsync(ResourceTypes.PodDisruptionBudgets, store.Version, stopping)];

    private async Task WatchAsync(ResourceType type, long version, CancellationToken stopping)
    {
        await foreach (var changes in store.WatchAsync(type, version, stopping).ConfigureAwait(false))
        {
            foreach (var space in changes.Select(change => change.Object.Namespace).Distinct())
            {
                Count(space);
            }
        }
    }

    private void Count(string @namespace)
    {
        foreach (var budget in store.Snapshot(ResourceTypes.PodDisruptionBudgets).In(@namespace))
        {
            store.Mark(budget, json =>
            {
                var (desired, healthy, expected) = DisruptionBudgets.Count(store, budget);
                var status = json["status"] as JsonObject ?? [];
                status["currentHealthy"] = healthy;
                status["desiredHealthy"] = desired;
                status["disruptionsAllowed"] = Math.Max(0, healthy - desired);
                status["expectedPods"] = expected;
                json["status"] ??= status;
                return json;
            });
        }
    }
}
