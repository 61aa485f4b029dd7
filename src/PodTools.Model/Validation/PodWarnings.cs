using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Yaml;

namespace PodTools.Validation;

/// <summary>What is allowed in a pod but hardly meant: what the API server warns of, and what fails only when the pod runs.</summary>
public static class PodWarnings
{
    private static readonly string[] ResourceMaps = ["limits", "requests"];

    private static readonly (string Old, string Since, string New)[] OldNodeLabels =
    [
        ("beta.kubernetes.io/arch", "v1.14", "kubernetes.io/arch"),
        ("beta.kubernetes.io/os", "v1.14", "kubernetes.io/os"),
        ("failure-domain.beta.kubernetes.io/region", "v1.17", "topology.kubernetes.io/region"),
        ("failure-domain.beta.kubernetes.io/zone", "v1.17", "topology.kubernetes.io/zone"),
        ("beta.kubernetes.io/instance-type", "v1.17", "node.kubernetes.io/instance-type"),
    ];

    /// <summary>Finds what to warn of.</summary>
    /// <param name="pod">The pod; it is not changed.</param>
    /// <returns>Warnings, those of the API server first and in its order.</returns>
    public static IReadOnlyList<FieldWarning> Find(JsonObject pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return [.. LongName(pod.Object("metadata").Text("name")), .. OldVersion(pod.Object("metadata")), .. FindIn(pod.Object("metadata"), pod.Object("spec"), "")];
    }

    /// <summary>Finds what to warn of in a pod or a template of pods.</summary>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="path">The path of the template; empty for a pod.</param>
    internal static IReadOnlyList<FieldWarning> FindIn(JsonObject? metadata, JsonObject? spec, string path)
    {
        var specPath = FieldPath.Field(path, "spec");
        var metadataPath = FieldPath.Field(path, "metadata");
        var containers = spec.Items("initContainers", specPath).Concat(spec.Items("containers", specPath)).ToList();
        return
        [
            .. OldLabels(spec, specPath),
            .. DeadAnnotation(metadata, metadataPath, "scheduler.alpha.kubernetes.io/critical-pod", "v1.16", "priorityClassName"),
            .. RepeatedAliases(spec, specPath),
            .. DeadAnnotation(metadata, metadataPath, "seccomp.security.alpha.kubernetes.io/pod", "v1.27", "seccompProfile"),
            .. containers.SelectMany(entry => FractionalBytes(entry.Item, entry.Path).Concat(RepeatedVariables(entry.Item, entry.Path))),
            .. PortWarnings.Find(spec, specPath),
            .. NegativeGrace(spec, specPath),
        ];
    }

    /// <summary>The name of a pod may be longer, and have dots, where the name of its host may not.</summary>
    private static IEnumerable<FieldWarning> LongName(string name)
    {
        if (name.Length > 0 && NameSyntax.DnsLabel(name) is { Count: > 0 } messages && NameSyntax.DnsSubdomain(name).Count == 0)
        {
            yield return new FieldWarning(
                "metadata.name",
                $"this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [{string.Join(' ', messages)}]",
                "PodNameAsHostName",
                "Use at most 63 lower case letters, digits and '-'.",
                FromServer: true);
        }
    }

    /// <summary>A version is right in what is applied to a pod that is there, and refused in one that is to be created.</summary>
    private static IEnumerable<FieldWarning> OldVersion(JsonObject? metadata)
    {
        if (metadata.Text("resourceVersion").Length > 0)
        {
            yield return new FieldWarning(
                "metadata.resourceVersion", "resourceVersion should not be set on objects to be created", "ResourceVersion", "Leave it out, as ConvertTo-PodManifest -Clean does.");
        }
    }

    private static IEnumerable<FieldWarning> OldLabels(JsonObject? spec, string path) => OldNodeLabels
        .Where(label => spec.Object("nodeSelector")?.ContainsKey(label.Old) == true)
        .Select(label => new FieldWarning(
            FieldPath.Key($"{path}.nodeSelector", label.Old), $"deprecated since {label.Since}; use \"{label.New}\" instead", "DeprecatedLabel", FromServer: true));

    private static IEnumerable<FieldWarning> DeadAnnotation(JsonObject? metadata, string path, string key, string since, string field)
    {
        if (metadata.Object("annotations")?.ContainsKey(key) == true)
        {
            yield return new FieldWarning(
                FieldPath.Key($"{path}.annotations", key), $"non-functional in {since}+; use the \"{field}\" field instead", "DeadAnnotation", FromServer: true);
        }
    }

    private static IEnumerable<FieldWarning> RepeatedAliases(JsonObject? spec, string path) => Repeated(spec.Items("hostAliases", path), alias => alias.Text("ip"))
        .Select(alias => new FieldWarning($"{alias.Path}.ip", $"duplicate ip {GoText.Quote(alias.Key)}", "DuplicateHostAlias", "Put all names of an address into one entry.", FromServer: true));

    private static IEnumerable<FieldWarning> RepeatedVariables(JsonObject container, string path) => Repeated(container.Items("env", path), variable => variable.Text("name"))
        .Select(variable => new FieldWarning($"{variable.Path}.name", $"duplicate name {GoText.Quote(variable.Key)}", "DuplicateEnvName", "Only the last one counts: remove the other.", FromServer: true));

    private static IEnumerable<FieldWarning> FractionalBytes(JsonObject container, string path) =>
        from map in ResourceMaps
        from amount in container.Object("resources").Object(map) ?? []
        where amount.Key is "memory" or "ephemeral-storage"
        let quantity = JsonFields.AsQuantity(amount.Value)
        where quantity is { } bytes && !(bytes.Nanos % Quantity.FromDecimal(1).Nanos).IsZero
        select new FieldWarning(
            FieldPath.Key($"{path}.resources.{map}", amount.Key),
            $"fractional byte value {GoText.Quote(quantity.ToString()!)} is invalid, must be an integer",
            "FractionalBytes",
            "The suffix m means thousandths; for millions of bytes write M or Mi.",
            FromServer: true);

    private static IEnumerable<FieldWarning> NegativeGrace(JsonObject? spec, string path)
    {
        if (spec.Number("terminationGracePeriodSeconds") < 0)
        {
            yield return new FieldWarning(
                $"{path}.terminationGracePeriodSeconds", "must be >= 0; negative values are invalid and will be treated as 1", "NegativeGracePeriod", FromServer: true);
        }
    }

    private static List<(string Key, string Path)> Repeated(IEnumerable<(JsonObject Item, string Path)> items, Func<JsonObject, string> key)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return items.Select(entry => (Key: key(entry.Item), entry.Path)).Where(entry => entry.Key.Length > 0 && !seen.Add(entry.Key)).ToList();
    }
}
