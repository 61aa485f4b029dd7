using System.Collections.Concurrent;
using PodTools.Kubernetes;
using PodTools.Module;

namespace PodTools.Commands;

/// <summary>The simulated clusters of this process, and which cluster was current before each.</summary>
internal static class Simulators
{
    private static readonly ConcurrentDictionary<string, Running> ByName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All that run, in the order of their names.</summary>
    public static IReadOnlyList<PodSimulator> All => [.. ByName.Values.Select(running => running.Simulator).OrderBy(each => each.Name, StringComparer.Ordinal)];

    /// <summary>Whether one of this name runs.</summary>
    /// <param name="name">The name.</param>
    public static bool Contains(string name) => ByName.ContainsKey(name);

    /// <summary>Takes up a simulator that has started and makes it the current cluster.</summary>
    /// <param name="simulator">The simulator.</param>
    /// <param name="clock">Its clock, when that is moved by hand.</param>
    /// <returns>False when another of that name was faster.</returns>
    public static bool TryAdd(PodSimulator simulator, ManualClock? clock)
    {
        if (!ByName.TryAdd(simulator.Name, new Running(simulator, clock, CurrentCluster.Choice, new())))
        {
            return false;
        }

        CurrentCluster.Choice = new ClusterChoice(simulator.KubeConfig, simulator.Context, Namespace: null);
        return true;
    }

    /// <summary>The clock of a simulator that is moved by hand; null when it moves by itself.</summary>
    /// <param name="simulator">The simulator.</param>
    public static ManualClock? ClockOf(PodSimulator simulator) => ByName.GetValueOrDefault(simulator.Name)?.Clock;

    /// <summary>Stops a simulator. When it was current, the cluster that was current before it is so again.</summary>
    /// <param name="simulator">The simulator.</param>
    public static async Task StopAsync(PodSimulator simulator)
    {
        if (!ByName.TryRemove(simulator.Name, out var running))
        {
            return;
        }

        CurrentCluster.Replace(choice => IsOf(choice, simulator), running.Before);
        foreach (var (name, later) in ByName.Where(each => IsOf(each.Value.Before, simulator)))
        {
            ByName[name] = later with { Before = running.Before };
        }

        await running.Simulator.DisposeAsync().ConfigureAwait(false);

        // Else the client's ends of its connections would stay for minutes.
        KubernetesConnection.CloseIdle();
    }

    /// <summary>Stops those that nobody could stop once the runspace of this thread has removed the module.</summary>
    /// <returns>The stopping, which needs no runspace.</returns>
    public static Task StopAbandonedAsync()
    {
        var abandoned = ByName.Values.Where(running => running.Starter.Leaves).Select(running => running.Simulator).ToList();
        return Task.Run(async () =>
        {
            foreach (var simulator in abandoned)
            {
                await StopAsync(simulator).ConfigureAwait(false);
            }
        });
    }

    private static bool IsOf(ClusterChoice choice, PodSimulator simulator) => choice.KubeConfig == simulator.KubeConfig;

    private sealed record Running(PodSimulator Simulator, ManualClock? Clock, ClusterChoice Before, StartingRunspace Starter);
}
