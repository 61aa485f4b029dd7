using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Compare;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>
/// One pod as it is to be, by server-side apply. What <c>kubectl apply</c> owns from the client's side gives way, and so does
/// what the very manager of the declaration has written by other means, such as a label: its declaration has the last word.
/// </summary>
/// <param name="manifest">What is declared.</param>
/// <param name="ns">The namespace of the pod.</param>
/// <param name="options">Who declares it, and whether others' fields are taken over.</param>
internal sealed class PodDeclaration(PodManifest manifest, string ns, ApplyOptions options)
{
    /// <summary>The pod, as <c>namespace/name</c>.</summary>
    public string Pod => $"{ns}/{manifest.Name}";

    /// <summary>Whether it is for one version of the pod only.</summary>
    private bool IsPinned => manifest.Root["metadata"]?["resourceVersion"] is not null;

    /// <summary>Makes the pod as declared.</summary>
    /// <param name="pods">The pods of its cluster.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="PodCommandException">Another manager owns a field, or a live pod cannot change like that.</exception>
    public async Task<PodApplyResult> ApplyAsync(PodClient pods, CancellationToken stop)
    {
        var before = await pods.FindAsync(ns, manifest.Name, stop);
        var taken = before is null ? null : await ClientSideApply.TakeOverAsync(pods, before, options.FieldManager, stop);
        var after = await SendAsync(pods, taken, options, stop);
        return new PodApplyResult(after, ChangeBetween(before, after));
    }

    /// <summary>Has the server try it without keeping it.</summary>
    /// <param name="pods">The pods of its cluster.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>What would change, property by property.</returns>
    /// <exception cref="PodCommandException">Another manager owns a field, or a live pod cannot change like that.</exception>
    public async Task<IReadOnlyList<PodChange>> PreviewAsync(PodClient pods, CancellationToken stop)
    {
        var before = await pods.FindAsync(ns, manifest.Name, stop);
        var after = await SendAsync(pods, before, options with { DryRun = true }, stop);
        return before is null
            ? [new($"pod/{manifest.Name}", PodChangeKind.Added, null, "created")]
            : PodComparer.Compare(KubernetesJson.ToNode(before), ClientSideApply.Foretell(after));
    }

    private async Task<Pod> SendAsync(PodClient pods, Pod? before, ApplyOptions how, CancellationToken stop)
    {
        try
        {
            return await SendYieldingAsync(pods, before, how, stop);
        }
        catch (KubernetesException refused) when (PodRefusal.Explain(Pod, refused, () => DifferenceTo(before)) is { } explained)
        {
            throw explained;
        }
    }

    private string DifferenceTo(Pod? live)
    {
        var changes = live is null ? [] : PodComparer.Compare(KubernetesJson.ToNode(live), manifest.Root);
        return string.Concat(changes.Where(change => change.Field.StartsWith("spec.", StringComparison.Ordinal)).Select(change => $"{Environment.NewLine}  {change}"));
    }

    private Task<Pod> SendYieldingAsync(PodClient pods, Pod? before, ApplyOptions how, CancellationToken stop) => before is null || IsPinned
        ? pods.ApplyAsync(ns, manifest.Name, manifest.Root, how, stop)
        : PodRevision.ChangeAsync(pods, before, now => SendYieldingOnceAsync(pods, now, how, stop), stop);

    /// <summary>
    /// Where only those object who give way, the declaration is forced on the very state of the pod that was known before they
    /// objected: nobody else can have come in between.
    /// </summary>
    private async Task<Pod> SendYieldingOnceAsync(PodClient pods, Pod now, ApplyOptions how, CancellationToken stop)
    {
        try
        {
            return await pods.ApplyAsync(ns, manifest.Name, manifest.Root, how, stop);
        }
        catch (KubernetesException conflict) when (ApplyConflict.IsOnlyWith(conflict, YieldingIn(now)))
        {
            return await pods.ApplyAsync(ns, manifest.Name, BoundTo(now), how with { Force = true }, stop);
        }
        catch (KubernetesException conflict) when (ApplyConflict.Is(conflict))
        {
            throw new PodCommandException(
                "PodConflict", ErrorCategory.ResourceBusy, conflict.Message, "Leave the field to its manager, or take it over with -Force.", conflict);
        }
    }

    private List<string> YieldingIn(Pod pod) => [options.FieldManager, .. ClientSideApply.ManagersOf(pod)];

    private JsonObject BoundTo(Pod state)
    {
        var bound = (JsonObject)manifest.Root.DeepClone();
        bound["metadata"]!["resourceVersion"] = state.Metadata!.ResourceVersion;
        return bound;
    }

    private static PodApplyChange ChangeBetween(Pod? before, Pod after) => before?.Metadata?.Uid != after.Metadata?.Uid
        ? PodApplyChange.Created
        : DeclaredState.IsSame(before!, after) ? PodApplyChange.Unchanged : PodApplyChange.Configured;
}
