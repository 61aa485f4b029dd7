using System.Globalization;
using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node;

/// <summary>A pod as the store has it, read for the node.</summary>
internal sealed class PodObject
{
    public PodObject(JsonObject json)
    {
        Json = json;
        Metadata = json["metadata"]!.AsObject();
        Spec = json["spec"] as JsonObject ?? [];
        Status = json["status"] as JsonObject ?? [];
        InitContainers = Read("initContainers", ContainerKind.Init);
        Containers = Read("containers", ContainerKind.Main);
        EphemeralContainers = Read("ephemeralContainers", ContainerKind.Ephemeral);
    }

    public JsonObject Json { get; }

    public JsonObject Metadata { get; }

    public JsonObject Spec { get; }

    public JsonObject Status { get; }

    public string Name => (string)Metadata["name"]!;

    public string Namespace => (string?)Metadata["namespace"] ?? "default";

    public string Uid => (string?)Metadata["uid"] ?? "";

    public string NodeName => (string?)Spec["nodeName"] ?? "";

    public string RestartPolicy => (string?)Spec["restartPolicy"] ?? "Always";

    public string Phase => (string?)Status["phase"] ?? "Pending";

    public bool HasEnded => Phase is "Succeeded" or "Failed";

    public bool IsTerminating => Metadata.ContainsKey("deletionTimestamp");

    /// <summary>The grace period of a deletion that is under way.</summary>
    public TimeSpan? DeletionGrace => Seconds(Metadata["deletionGracePeriodSeconds"]);

    public TimeSpan TerminationGrace => Seconds(Spec["terminationGracePeriodSeconds"]) ?? TimeSpan.FromSeconds(30);

    public TimeSpan? ActiveDeadline => Seconds(Spec["activeDeadlineSeconds"]);

    public bool HostNetwork => (bool?)Spec["hostNetwork"] ?? false;

    public IReadOnlyList<ContainerSpec> InitContainers { get; }

    public IReadOnlyList<ContainerSpec> Containers { get; }

    public IReadOnlyList<ContainerSpec> EphemeralContainers { get; }

    public IEnumerable<ContainerSpec> AllContainers => InitContainers.Concat(Containers).Concat(EphemeralContainers);

    public IEnumerable<string> ReadinessGates =>
        (Spec["readinessGates"] as JsonArray ?? []).Select(gate => (string?)gate?["conditionType"] ?? "");

    public IEnumerable<JsonObject> Volumes => (Spec["volumes"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>How the kubelet names a pod in messages: <c>name_namespace(uid)</c>.</summary>
    public string LongName => $"{Name}_{Namespace}({Uid})";

    /// <summary>A time as the API writes it: UTC, whole seconds.</summary>
    public static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static TimeSpan? Seconds(JsonNode? node) => node is null ? null : TimeSpan.FromSeconds((long)node);

    private ContainerSpec[] Read(string list, ContainerKind kind) =>
        [.. (Spec[list] as JsonArray ?? []).OfType<JsonObject>().Select(json => new ContainerSpec(kind, json))];
}
