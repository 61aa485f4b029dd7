using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Schema;

/// <summary>
/// What the API server fills into a pod that leaves it open, before anything else looks at it. What admission adds later
/// (service account, tolerations, priority) is not among it.
/// </summary>
public static class PodDefaults
{
    /// <summary>Fills in the defaults of a pod.</summary>
    /// <param name="pod">The pod; it is changed.</param>
    public static void Apply(JsonObject pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var spec = pod.Ensure("spec");
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
        {
            RequestWhatIsLimited(container);
        }

        ApplyToSpec(spec);
    }

    /// <summary>Fills in the defaults of the spec of a pod, or of a pod template.</summary>
    /// <param name="spec">The spec; it is changed.</param>
    public static void ApplyToSpec(JsonObject spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Default("restartPolicy", "Always");
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("schedulerName", "default-scheduler");
        spec.Default("enableServiceLinks", true);
        spec.Ensure("securityContext");
        MirrorServiceAccount(spec);
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")).Concat(spec.Objects("ephemeralContainers")))
        {
            ContainerDefaults.Apply(container, spec.Flag("hostNetwork"));
        }

        foreach (var volume in spec.Objects("volumes"))
        {
            VolumeDefaults.Apply(volume);
        }

        QuantityText.Canonicalize(spec, "overhead");
    }

    /// <summary>A limit without a request is a request of the same amount.</summary>
    private static void RequestWhatIsLimited(JsonObject container)
    {
        if (container.Object("resources") is not { } resources || resources.Object("limits") is not { Count: > 0 } limits)
        {
            return;
        }

        var requests = resources.Ensure("requests");
        foreach (var (name, amount) in limits.Where(limit => !requests.ContainsKey(limit.Key)).ToList())
        {
            requests[name] = amount?.DeepClone();
        }
    }

    /// <summary>The old name of the field and the new one always say the same.</summary>
    private static void MirrorServiceAccount(JsonObject spec)
    {
        var account = spec.Text("serviceAccountName") is { Length: > 0 } name ? name : spec.Text("serviceAccount");
        if (account.Length > 0)
        {
            spec["serviceAccountName"] = account;
            spec["serviceAccount"] = account;
        }
    }
}
