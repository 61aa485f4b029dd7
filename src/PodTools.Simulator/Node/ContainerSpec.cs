using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node;

/// <summary>What a pod's spec says of one container. It reads the JSON of the pod, with the API's defaults filled in.</summary>
internal sealed class ContainerSpec(ContainerKind kind, JsonObject json)
{
    public ContainerKind Kind { get; } = kind;

    public JsonObject Json { get; } = json;

    public string Name { get; } = (string)json["name"]!;

    public string Image { get; } = (string?)json["image"] ?? "";

    public string PullPolicy { get; } = (string?)json["imagePullPolicy"] ?? "IfNotPresent";

    public IReadOnlyList<string> Command { get; } = Texts(json["command"]);

    public IReadOnlyList<string> Arguments { get; } = Texts(json["args"]);

    public bool Stdin => (bool?)Json["stdin"] ?? false;

    public bool StdinOnce => (bool?)Json["stdinOnce"] ?? false;

    public bool Tty => (bool?)Json["tty"] ?? false;

    public string? WorkingDirectory => (string?)Json["workingDir"];

    /// <summary>An init container that runs on beside the others: a sidecar.</summary>
    public bool IsSidecar => Kind == ContainerKind.Init && (string?)Json["restartPolicy"] == "Always";

    /// <summary>Whether the pod cannot be ready without it.</summary>
    public bool CountsForReady => Kind == ContainerKind.Main || IsSidecar;

    /// <summary>How events name it, as <c>spec.containers{web}</c>.</summary>
    public string FieldPath => Kind switch
    {
        ContainerKind.Init => $"spec.initContainers{{{Name}}}",
        ContainerKind.Ephemeral => $"spec.ephemeralContainers{{{Name}}}",
        _ => $"spec.containers{{{Name}}}",
    };

    public IEnumerable<JsonObject> Ports => Objects(Json["ports"]);

    public IEnumerable<JsonObject> VolumeMounts => Objects(Json["volumeMounts"]);

    public string TerminationMessagePath => (string?)Json["terminationMessagePath"] ?? "/dev/termination-log";

    public bool FallsBackToLog => (string?)Json["terminationMessagePolicy"] == "FallbackToLogsOnError";

    /// <summary>The number of a port given by number or by name, or null where no port has that name.</summary>
    public int? PortNumber(JsonNode? port) =>
        port?.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? (int)port
            : (int?)Ports.FirstOrDefault(entry => (string?)entry["name"] == (string?)port)?["containerPort"];

    private static string[] Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(item => (string?)item ?? "")];

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}
