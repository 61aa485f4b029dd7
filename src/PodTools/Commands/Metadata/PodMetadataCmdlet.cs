using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>
/// The base of cmdlets that change labels or annotations of pods. A change is made to the very state it was decided on: when
/// somebody else changes the pod meanwhile, it is read and decided again.
/// </summary>
public abstract class PodMetadataCmdlet : PodActionCmdlet
{
    /// <summary>Emits the pods after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Which part of the metadata is changed.</summary>
    private protected abstract PodMetadataKind Kind { get; }

    /// <summary>Decides what is to change: the keys with their new values, null to remove one.</summary>
    private protected abstract IReadOnlyDictionary<string, string?> ChangesFor(Pod pod);

    /// <inheritdoc/>
    private protected override async Task ActAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        var pods = Cluster.PodsOf(pod, pipeline);
        var changed = await PodRevision.ChangeAsync(pods, pod, now => ChangeAsync(pods, now, stop), stop);
        if (On(PassThru))
        {
            pipeline.Write(changed);
        }
    }

    private async Task<Pod> ChangeAsync(PodClient pods, Pod pod, CancellationToken stop)
    {
        var changes = ChangesFor(pod);
        return changes.Count == 0
            ? pod
            : await pods.PatchAsync(pod.Namespace!, pod.Name!, PatchType.Merge, PatchOf(pod, changes), cancellationToken: stop);
    }

    private JsonObject PatchOf(Pod pod, IReadOnlyDictionary<string, string?> changes) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["uid"] = pod.Metadata?.Uid,
            ["resourceVersion"] = pod.Metadata?.ResourceVersion,
            [Kind.Field] = new JsonObject(changes.Select(change => KeyValuePair.Create(change.Key, (JsonNode?)change.Value))),
        },
    };
}
