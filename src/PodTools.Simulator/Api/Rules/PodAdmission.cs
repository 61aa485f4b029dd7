using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Rules;

/// <summary>What the admission plugins of a cluster add to a new pod: its service account, priority and tolerations.</summary>
internal static class PodAdmission
{
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    // Built into every cluster; other priority classes do not exist here.
    private static readonly Dictionary<string, int> PriorityClasses = new()
    {
        ["system-cluster-critical"] = 2_000_000_000,
        ["system-node-critical"] = 2_000_001_000,
    };

    /// <exception cref="ApiException">403, when the service account or the priority class does not exist.</exception>
    public static void Admit(ObjectStore store, JsonObject pod)
    {
        var spec = pod["spec"] as JsonObject ?? [];
        AddServiceAccount(store, pod, spec);
        AddPriority(pod, spec);
        AddToleration(spec, "node.kubernetes.io/not-ready");
        AddToleration(spec, "node.kubernetes.io/unreachable");
    }

    private static void AddServiceAccount(ObjectStore store, JsonObject pod, JsonObject spec)
    {
        var @namespace = (string)pod["metadata"]!["namespace"]!;
        var name = (string?)spec["serviceAccountName"] is { Length: > 0 } given ? given : "default";
        spec["serviceAccountName"] = name;
        spec["serviceAccount"] = name;
        var account = store.Find(ResourceTypes.ServiceAccounts, @namespace, name)
            ?? throw Refuse(pod, $"error looking up service account {@namespace}/{name}: serviceaccount \"{name}\" not found");
        var automount = (bool?)spec["automountServiceAccountToken"]
            ?? (bool?)account.ToJson()["automountServiceAccountToken"] ?? true;
        if (automount)
        {
            MountToken(spec);
        }
    }

    private static void MountToken(JsonObject spec)
    {
        var volume = ObjectNames.Generate("kube-api-access-");
        var mounted = false;
        foreach (var container in Containers(spec))
        {
            var mounts = container["volumeMounts"] as JsonArray;
            if (mounts is null)
            {
                container["volumeMounts"] = mounts = [];
            }

            if (mounts.All(mount => (string?)mount?["mountPath"] != TokenPath))
            {
                mounts.Add(new JsonObject { ["name"] = volume, ["readOnly"] = true, ["mountPath"] = TokenPath });
                mounted = true;
            }
        }

        if (mounted)
        {
            var volumes = spec["volumes"] as JsonArray;
            if (volumes is null)
            {
                spec["volumes"] = volumes = [];
            }

            volumes.Add(new JsonObject { ["name"] = volume, ["projected"] = TokenVolume() });
        }
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        ((string[])["initContainers", "containers"])
        .SelectMany(list => spec[list] as JsonArray ?? [])
        .OfType<JsonObject>();

    // A token that expires, the authority to trust, and the namespace that the pod is in.
    private static JsonObject TokenVolume() => new()
    {
        ["sources"] = new JsonArray(
            new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607, ["path"] = "token" } },
            new JsonObject
            {
                ["configMap"] = new JsonObject
                {
                    ["name"] = "kube-root-ca.crt",
                    ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                },
            },
            new JsonObject
            {
                ["downwardAPI"] = new JsonObject
                {
                    ["items"] = new JsonArray(new JsonObject
                    {
                        ["path"] = "namespace",
                        ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                    }),
                },
            }),
        ["defaultMode"] = 420,
    };

    private static void AddPriority(JsonObject pod, JsonObject spec)
    {
        var name = (string?)spec["priorityClassName"] ?? "";
        spec["priority"] = name.Length == 0 ? 0
            : PriorityClasses.TryGetValue(name, out var priority) ? priority
            : throw Refuse(pod, $"no PriorityClass with name {name} was found");
        spec["preemptionPolicy"] ??= "PreemptLowerPriority";
    }

    // A pod stays five minutes on a node that has gone silent, unless it says otherwise.
    private static void AddToleration(JsonObject spec, string key)
    {
        var tolerations = spec["tolerations"] as JsonArray;
        if (tolerations is null)
        {
            spec["tolerations"] = tolerations = [];
        }

        var tolerated = tolerations.Any(toleration =>
            ((string?)toleration?["key"] == key || string.IsNullOrEmpty((string?)toleration?["key"]))
            && (string?)toleration?["effect"] is null or "" or "NoExecute");
        if (!tolerated)
        {
            tolerations.Add(new JsonObject
            {
                ["key"] = key,
                ["operator"] = "Exists",
                ["effect"] = "NoExecute",
                ["tolerationSeconds"] = 300,
            });
        }
    }

    private static ApiException Refuse(JsonObject pod, string why) =>
        ApiException.Forbidden(ResourceTypes.Pods, (string?)pod["metadata"]!["name"] ?? "", why);
}
