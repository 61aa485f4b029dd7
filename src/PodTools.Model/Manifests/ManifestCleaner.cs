using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Schema;

namespace PodTools.Manifests;

/// <summary>
/// Leaves out of a pod what the server filled in: its state, its bookkeeping, what admission adds to every pod, and fields
/// that have the value they would get anyway. What is left creates an equal pod.
/// </summary>
internal static class ManifestCleaner
{
    private const string TokenVolumePrefix = "kube-api-access-";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly string[] ServerMetadata =
    [
        "uid", "resourceVersion", "creationTimestamp", "managedFields", "selfLink", "generation", "deletionTimestamp", "deletionGracePeriodSeconds",
        "ownerReferences",
    ];

    private static readonly string[] ContainerLists = ["containers", "initContainers", "ephemeralContainers"];

    private static readonly string[] InjectedTolerations = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    /// <summary>Cleans an object of any kind; only pods are cleaned below their metadata and status.</summary>
    public static JsonObject Clean(JsonObject root)
    {
        var clean = (JsonObject)root.DeepClone();
        clean.Remove("status");
        if (clean.Object("metadata") is { } metadata)
        {
            CleanMetadata(metadata);
        }

        if (clean.Text("kind") is "Pod" or "" && clean.Object("spec") is { } spec)
        {
            RemoveNode(spec, root.Object("metadata"));
            RemoveAdmitted(spec);
            clean["spec"] = DefaultedFields.Remove(spec);
        }

        return clean;
    }

    private static void CleanMetadata(JsonObject metadata)
    {
        foreach (var field in ServerMetadata)
        {
            metadata.Remove(field);
        }

        if (metadata.Object("annotations") is { } annotations && annotations.Remove(LastApplied) && annotations.Count == 0)
        {
            metadata.Remove("annotations");
        }
    }

    /// <summary>
    /// The node of a live pod was chosen by the scheduler, unless the record of who wrote what says that it was in the
    /// manifest.
    /// </summary>
    private static void RemoveNode(JsonObject spec, JsonObject? metadata)
    {
        var isLive = metadata.Text("uid").Length > 0;
        var wasGiven = metadata.Objects("managedFields").Any(entry => entry.Object("fieldsV1").Object("f:spec").Has("f:nodeName"));
        if (isLive && !wasGiven)
        {
            spec.Remove("nodeName");
        }
    }

    private static void RemoveAdmitted(JsonObject spec)
    {
        RemoveToken(spec);
        RemoveItems(spec, "tolerations", IsInjected);
        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
        {
            RemoveIf(spec, "serviceAccount", account);
        }

        RemoveIf(spec, "serviceAccountName", "default");
        RemoveIf(spec, "preemptionPolicy", "PreemptLowerPriority");
        if (spec.Number("priority") == 0 || spec.Text("priorityClassName").Length > 0)
        {
            spec.Remove("priority");
        }
    }

    /// <summary>The volume with the token of the service account, and its mounts.</summary>
    private static void RemoveToken(JsonObject spec)
    {
        var tokens = spec.Objects("volumes")
            .Where(volume => volume.Object("projected").Objects("sources").Any(source => source.Has("serviceAccountToken")))
            .Select(volume => volume.Text("name"))
            .Where(name => name.StartsWith(TokenVolumePrefix, StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        RemoveItems(spec, "volumes", volume => tokens.Contains(volume.Text("name")));
        foreach (var container in ContainerLists.SelectMany(list => spec.Objects(list)))
        {
            RemoveItems(container, "volumeMounts", mount => tokens.Contains(mount.Text("name")));
        }
    }

    private static bool IsInjected(JsonObject toleration) =>
        InjectedTolerations.Contains(toleration.Text("key")) && toleration.Text("operator") == "Exists"
        && toleration.Text("effect") == "NoExecute" && toleration.Number("tolerationSeconds") == 300;

    private static void RemoveItems(JsonObject parent, string list, Func<JsonObject, bool> unwanted)
    {
        if (parent[list] is not JsonArray items)
        {
            return;
        }

        foreach (var item in items.OfType<JsonObject>().Where(unwanted).ToList())
        {
            items.Remove(item);
        }

        if (items.Count == 0)
        {
            parent.Remove(list);
        }
    }

    private static void RemoveIf(JsonObject parent, string field, string value)
    {
        if (parent.Text(field) == value)
        {
            parent.Remove(field);
        }
    }
}
