using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Manifests;

/// <summary>Where the objects of other kinds keep the template of their pods.</summary>
/// <param name="Path">The path of the template.</param>
/// <param name="ApiVersion">The version that the kind has.</param>
/// <param name="RestartPolicies">The restart policies that its pods may have; none when any will do.</param>
/// <param name="NeedsSelector">Whether the object selects its pods by labels that the template must have.</param>
internal sealed record PodTemplate(string Path, string ApiVersion, IReadOnlyList<string> RestartPolicies, bool NeedsSelector)
{
    private static readonly string[] Always = ["Always"];
    private static readonly string[] ToTheEnd = ["OnFailure", "Never"];

    private static readonly Dictionary<string, PodTemplate> ByKind = new(StringComparer.Ordinal)
    {
        ["Deployment"] = new("spec.template", "apps/v1", Always, NeedsSelector: true),
        ["ReplicaSet"] = new("spec.template", "apps/v1", Always, NeedsSelector: true),
        ["StatefulSet"] = new("spec.template", "apps/v1", Always, NeedsSelector: true),
        ["DaemonSet"] = new("spec.template", "apps/v1", Always, NeedsSelector: true),
        ["ReplicationController"] = new("spec.template", "v1", Always, NeedsSelector: false),
        ["Job"] = new("spec.template", "batch/v1", ToTheEnd, NeedsSelector: false),
        ["CronJob"] = new("spec.jobTemplate.spec.template", "batch/v1", ToTheEnd, NeedsSelector: false),
        ["PodTemplate"] = new("template", "v1", [], NeedsSelector: false),
    };

    /// <summary>The kinds that have one.</summary>
    public static IEnumerable<string> Kinds => ByKind.Keys;

    /// <summary>Finds where a kind keeps its template.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Where, or null when the kind has none or is unknown.</returns>
    public static PodTemplate? Of(string kind) => ByKind.GetValueOrDefault(kind);

    /// <summary>Takes the template out of an object.</summary>
    public JsonObject? From(JsonObject root) => Path.Split('.').Aggregate<string, JsonObject?>(root, (node, step) => node.Object(step));
}
