using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>The changes to one live pod.</summary>
/// <param name="pod">The pod.</param>
/// <param name="container">The container that is meant; null for the only one.</param>
internal sealed class PodUpdate(Pod pod, string? container)
{
    /// <summary>The patch for images, deadline and tolerations; null when none of them changes.</summary>
    /// <param name="image">An image, or a table of containers and images; null for none.</param>
    /// <param name="deadline">The active deadline in seconds; null to leave it.</param>
    /// <param name="tolerations">Tolerations to add.</param>
    public JsonObject? SpecPatch(object? image, long? deadline, IReadOnlyList<Toleration> tolerations)
    {
        var spec = new JsonObject();
        foreach (var (name, text) in ImagesOf(image))
        {
            var field = FieldOf(name);
            spec[field] ??= new JsonArray();
            spec[field]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = name, ["image"] = text });
        }

        if (deadline is not null)
        {
            spec["activeDeadlineSeconds"] = deadline;
        }

        if (tolerations.Count > 0)
        {
            // The list is one value to the API, so that those there are must be sent again.
            spec["tolerations"] = new JsonArray([.. (pod.Spec?.Tolerations ?? []).Concat(tolerations).Select(KubernetesJson.ToNode)]);
        }

        return spec.Count == 0 ? null : new JsonObject { ["spec"] = spec };
    }

    /// <summary>The patch that resizes a container.</summary>
    /// <param name="requests">New requests.</param>
    /// <param name="limits">New limits.</param>
    public JsonObject ResizePatch(Dictionary<string, Quantity> requests, Dictionary<string, Quantity> limits)
    {
        var name = Chosen();
        var resources = new ResourceRequirements { Requests = requests, Limits = limits };
        return new JsonObject
        {
            ["spec"] = new JsonObject
            {
                [FieldOf(name)] = new JsonArray(new JsonObject { ["name"] = name, ["resources"] = KubernetesJson.ToNode(resources) }),
            },
        };
    }

    /// <summary>Sends a patch; what the API does not let change is an error that explains the rule.</summary>
    /// <param name="pods">The pods of the cluster.</param>
    /// <param name="type">The kind of patch.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="subresource">The subresource; null for the pod itself.</param>
    /// <param name="stop">Stops waiting.</param>
    public async Task<Pod> SendAsync(PodClient pods, PatchType type, JsonNode patch, string? subresource, CancellationToken stop)
    {
        try
        {
            return await pods.PatchAsync(pod.Namespace!, pod.Name!, type, patch, subresource: subresource, cancellationToken: stop);
        }
        catch (KubernetesException refused) when (IsImmutable(refused))
        {
            throw new PodCommandException(
                "PodFieldImmutable",
                ErrorCategory.InvalidOperation,
                $"Pod '{pod}' cannot be changed like that while it lives: {FirstLine(refused.Message)}",
                "Only images, activeDeadlineSeconds (downwards), added tolerations, labels, annotations, and cpu and memory by -Request and -Limit may change. "
                    + "For anything else remove the pod and create it again.",
                refused);
        }
    }

    private static bool IsImmutable(KubernetesException refused) => refused.Reason == "Invalid"
        && refused.Status.Details?.Causes.Any(cause => cause.Reason == "FieldValueForbidden" && cause.Message?.Contains("may not change", StringComparison.Ordinal) == true) == true;

    /// <summary>The server adds the whole difference of the specs below the rule.</summary>
    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd();

    private Dictionary<string, string> ImagesOf(object? image) => ManifestInput.Unwrap(image) switch
    {
        null => [],
        IDictionary table => Tables.ToText(table),
        var text => new() { [Chosen()] = Tables.TextOf(text) },
    };

    private string Chosen()
    {
        var names = pod.Spec!.Containers.Select(each => each.Name!).ToList();
        return container ?? (names.Count == 1
            ? names[0]
            : throw new PodCommandException(
                "ContainerRequired", ErrorCategory.InvalidArgument, $"Pod '{pod}' has several containers: {string.Join(", ", names)}.", "Name one with -Container, or give a hashtable."));
    }

    private string FieldOf(string name) => pod.Spec switch
    {
        { } spec when spec.Containers.Any(each => each.Name == name) => "containers",
        { } spec when spec.InitContainers.Any(each => each.Name == name) => "initContainers",
        _ => throw new PodCommandException("ContainerNotFound", ErrorCategory.ObjectNotFound, $"Pod '{pod}' has no container '{name}'."),
    };
}
