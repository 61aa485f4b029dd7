using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Compare;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Changes to be made to each of some live pods. What the API forbids is refused before anything is sent.</summary>
internal sealed class PodUpdate
{
    private const string ApplyManager = "podtools-patch";

    /// <summary>The container that is meant; null for the only one.</summary>
    public string? Container { get; init; }

    /// <summary>An image, or a table of containers and images; null for none.</summary>
    public object? Image { get; init; }

    /// <summary>The active deadline in seconds; null to leave it.</summary>
    public long? ActiveDeadlineSeconds { get; init; }

    /// <summary>Tolerations to add.</summary>
    public IReadOnlyList<Toleration> Tolerations { get; init; } = [];

    /// <summary>New requests and limits of the container; null to leave them.</summary>
    public ResourceRequirements? Resources { get; init; }

    /// <summary>A patch of the user's own; null for none.</summary>
    public PodPatch? Patch { get; init; }

    /// <summary>
    /// Who changes the pods; null for the usual one. What an apply does not name is taken back from its manager, so that for
    /// patches of this type the usual one is not that of Set-Pod.
    /// </summary>
    public string? Manager { get; init; }

    /// <summary>
    /// The changes, in the order in which they are to be sent. Each is made of the pod as it then is, because some of them
    /// depend on what it has.
    /// </summary>
    private IEnumerable<Func<Pod, PodPatch>> Steps
    {
        get
        {
            if (Image is not null || ActiveDeadlineSeconds is not null)
            {
                yield return ImageAndDeadline;
            }

            if (Tolerations.Count > 0)
            {
                yield return MoreTolerations;
            }

            if (Resources is not null)
            {
                yield return Resize;
            }

            if (Patch is not null)
            {
                yield return Patch.For;
            }
        }
    }

    /// <summary>Makes the changes to a pod.</summary>
    /// <param name="pods">The pods of its cluster.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="stop">Stops it between two changes.</param>
    /// <returns>The pod after the last of them.</returns>
    public async Task<Pod> ApplyAsync(PodClient pods, Pod pod, CancellationToken stop)
    {
        Check(pod);
        foreach (var step in Steps)
        {
            pod = await SendAsync(pods, pod, step, dryRun: false, stop);
        }

        return pod;
    }

    /// <summary>Has the server try the changes without keeping them.</summary>
    /// <param name="pods">The pods of its cluster.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>What would change, property by property.</returns>
    public async Task<IReadOnlyList<PodChange>> PreviewAsync(PodClient pods, Pod pod, CancellationToken stop)
    {
        Check(pod);
        var now = await pods.GetAsync(pod.Namespace!, pod.Name!, stop);
        var changes = new List<PodChange>();
        foreach (var step in Steps)
        {
            changes.AddRange(PodComparer.Compare(now, await SendAsync(pods, now, step, dryRun: true, stop)));
        }

        return changes;
    }

    private void Check(Pod pod)
    {
        foreach (var step in Steps)
        {
            step(pod).Check(pod);
        }
    }

    private Task<Pod> SendAsync(PodClient pods, Pod pod, Func<Pod, PodPatch> step, bool dryRun, CancellationToken stop) =>
        PodRevision.ChangeAsync(pods, pod, now => SendOnceAsync(pods, now, step(now).For(now), dryRun, stop), stop);

    private async Task<Pod> SendOnceAsync(PodClient pods, Pod pod, PodPatch patch, bool dryRun, CancellationToken stop)
    {
        var usual = patch.Type == PatchType.Apply ? ApplyManager : WriteOptions.DefaultFieldManager;
        try
        {
            return await patch.SendAsync(pods, pod, new WriteOptions { FieldManager = Manager ?? usual, DryRun = dryRun, FieldValidation = "Strict" }, stop);
        }
        catch (KubernetesException conflict) when (ApplyConflict.Is(conflict))
        {
            throw Conflict(conflict, "Leave the field to its manager, or use a patch of another type, which asks nobody.");
        }
        catch (KubernetesException conflict) when (conflict.Reason == "Conflict" && patch.IsPinned)
        {
            throw Conflict(conflict, "The patch is for a version of the pod that is gone: read the pod again and repeat it.");
        }

        static PodCommandException Conflict(KubernetesException conflict, string advice) =>
            new("PodConflict", ErrorCategory.ResourceBusy, conflict.Message, advice, conflict);
    }

    private PodPatch ImageAndDeadline(Pod pod)
    {
        var spec = new JsonObject();
        foreach (var (name, text) in ImagesOf(pod))
        {
            var field = FieldOf(pod, name);
            spec[field] ??= new JsonArray();
            spec[field]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = name, ["image"] = text });
        }

        if (ActiveDeadlineSeconds is { } deadline)
        {
            spec["activeDeadlineSeconds"] = deadline;
        }

        return new(PatchType.Strategic, new JsonObject { ["spec"] = spec });
    }

    /// <summary>The list is one value to the API, so that those there are must be sent again, and only to the pod that has just these.</summary>
    private PodPatch MoreTolerations(Pod pod)
    {
        var there = (pod.Spec?.Tolerations ?? []).Select(KubernetesJson.ToNode).ToList();
        var added = Tolerations.Select(KubernetesJson.ToNode).Where(mine => !there.Any(each => JsonNode.DeepEquals(each, mine)));
        var all = new JsonArray([.. there, .. added.ToList()]);
        return new(PatchType.Strategic, new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = pod.Metadata?.ResourceVersion },
            ["spec"] = new JsonObject { ["tolerations"] = all },
        });
    }

    private PodPatch Resize(Pod pod)
    {
        var name = Chosen(pod);
        var container = new JsonObject { ["name"] = name, ["resources"] = KubernetesJson.ToNode(Resources!) };
        return new(PatchType.Strategic, new JsonObject { ["spec"] = new JsonObject { [FieldOf(pod, name)] = new JsonArray(container) } }, "resize");
    }

    private Dictionary<string, string> ImagesOf(Pod pod) => ManifestInput.Unwrap(Image) switch
    {
        null => [],
        IDictionary table => Tables.ToText(table),
        var text => new() { [Chosen(pod)] = Tables.TextOf(text) },
    };

    private string Chosen(Pod pod)
    {
        var names = pod.Spec!.Containers.Select(each => each.Name!).ToList();
        return Container ?? (names.Count == 1
            ? names[0]
            : throw new PodCommandException(
                "ContainerRequired", ErrorCategory.InvalidArgument, $"Pod '{pod}' has several containers: {string.Join(", ", names)}.", "Name one with -Container, or give a hashtable."));
    }

    private static string FieldOf(Pod pod, string name) => pod.Spec switch
    {
        { } spec when spec.Containers.Any(each => each.Name == name) => "containers",
        { } spec when spec.InitContainers.Any(each => each.Name == name) => "initContainers",
        _ => throw new PodCommandException("ContainerNotFound", ErrorCategory.ObjectNotFound, $"Pod '{pod}' has no container '{name}'."),
    };
}
