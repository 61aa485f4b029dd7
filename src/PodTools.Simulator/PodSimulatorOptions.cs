using System.Globalization;
using System.Text.Json.Nodes;

namespace PodTools;

/// <summary>How a simulated cluster starts.</summary>
public sealed record PodSimulatorOptions
{
    /// <summary>The name of the cluster and of its context. Defaults to <c>simulator</c>.</summary>
    public string Name { get; init; } = "simulator";

    /// <summary>The number of nodes, named <c>node-1</c> and on. Without any, pods stay Pending.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>How many times faster than the clock the pods live: 60 makes a minute of back-off a second.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>The clock of the cluster. A clock that is moved by hand lets a test decide when time passes.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The API server's version as <c>/version</c> tells it, whose rules for pods hold. At least 1.30, so that kubectl uses WebSockets.</summary>
    public string Version { get; init; } = "v1.33.0";

    /// <summary>The x of the version 1.x; without a number that of the newest.</summary>
    internal int MinorVersion =>
        int.TryParse(Version.Split('.').ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : int.MaxValue;

    /// <summary>Whether metrics are served under <c>metrics.k8s.io</c>.</summary>
    public bool Metrics { get; init; }

    /// <summary>
    /// Objects of another cluster as its API server wrote them, with which this one begins. Their pods stay as they were
    /// recorded until they are deleted; new pods can be placed on their nodes.
    /// </summary>
    public IReadOnlyList<JsonObject> Snapshot { get; init; } = [];

    /// <summary>Users besides the administrator, by their bearer token.</summary>
    public IReadOnlyDictionary<string, PodSimulatorUser> Users { get; init; } = new Dictionary<string, PodSimulatorUser>();
}
