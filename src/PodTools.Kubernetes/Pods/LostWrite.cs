using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>
/// Finds out what became of a create, a delete or an eviction whose answer did not come. None of them may simply be sent
/// again: a second create fails on the first one's pod, and a second delete may hit a pod that has since taken the name.
/// </summary>
internal sealed class LostWrite(PodClient pods, string ns)
{
    // Clocks of clients and servers differ a little, and the API's times have no fractions of a second.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset _begun = pods.Connection.Options.TimeProvider.GetUtcNow() - ClockDifference;

    /// <summary>Creates a pod; after a loss, recognises its own pod or sends it again if it surely is not there.</summary>
    internal async Task<Pod> CreateAsync(JsonObject manifest, WriteOptions options, Func<Task<Pod>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (KubernetesException e) when (IsInDoubt(e) && !options.DryRun && NameIn(manifest) is not null)
        {
            var name = NameIn(manifest)!;
            var found = await LookAsync(name, e, cancellationToken).ConfigureAwait(false);
            if (found is not null && IsOwn(found, manifest, options))
            {
                return found;
            }

            // Where nothing but an answer is missing, the server may still be at it.
            if (found is not null || e.Reason != KubernetesReason.ConnectionLost)
            {
                throw;
            }

            return await CreateAgainAsync(name, manifest, options, send, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes or evicts a pod; after a loss, sends it again only where the uid keeps it from hitting another pod.</summary>
    internal async Task<Pod> DeleteAsync(string name, string? uid, Func<Task<Pod>> send, CancellationToken cancellationToken)
    {
        var gone = new Pod { Metadata = new() { Name = name, Namespace = ns, Uid = uid } };
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (KubernetesException e) when (IsInDoubt(e))
        {
            var found = await LookAsync(name, e, cancellationToken).ConfigureAwait(false);
            if (found is null || (uid is not null && found.Metadata!.Uid != uid))
            {
                return gone;
            }

            if (found.Metadata!.DeletionTimestamp is not null)
            {
                return found;
            }

            if (uid is null || e.Reason != KubernetesReason.ConnectionLost)
            {
                throw;
            }
        }

        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (KubernetesException e) when (e.Reason is "NotFound" or "Conflict")
        {
            // The first one was carried out after all; a pod of another uid is somebody else's.
            return gone;
        }
    }

    /// <summary>Whether a write may have been carried out although it failed: it was sent, and no answer of the API came that can be read.</summary>
    private static bool IsInDoubt(KubernetesException failure) => failure.Reason
        is KubernetesReason.ConnectionLost or KubernetesReason.Timeout or KubernetesReason.InvalidAnswer;

    // A generated name cannot be looked for.
    private static string? NameIn(JsonObject manifest) =>
        manifest["metadata"]?["name"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;

    /// <summary>Looks for the pod; when that fails too, the doubt remains and is what there is to report.</summary>
    private async Task<Pod?> LookAsync(string name, KubernetesException doubt, CancellationToken cancellationToken)
    {
        try
        {
            return await pods.FindAsync(ns, name, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException)
        {
            throw doubt;
        }
    }

    private async Task<Pod> CreateAgainAsync(
        string name, JsonObject manifest, WriteOptions options, Func<Task<Pod>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (KubernetesException e) when (e.Reason == "AlreadyExists")
        {
            // Either the first one arrived late, or somebody was faster.
            var found = await LookAsync(name, e, cancellationToken).ConfigureAwait(false);
            if (found is not null && IsOwn(found, manifest, options))
            {
                return found;
            }

            throw;
        }
    }

    private bool IsOwn(Pod found, JsonObject manifest, WriteOptions options) =>
        found.Metadata!.CreationTimestamp >= _begun
        && found.Metadata.ManagedFields.Any(f => f.Manager == options.FieldManager)
        && Holds(KubernetesJson.ToNode(found)["spec"], manifest["spec"]);

    // Whether everything that was sent is there; the server adds defaults and elements of its own, and drops what is empty.
    private static bool Holds(JsonNode? live, JsonNode? sent) => sent switch
    {
        null or JsonObject { Count: 0 } or JsonArray { Count: 0 } => true,
        JsonObject map => live is JsonObject other && map.All(field => Holds(other[field.Key], field.Value)),
        JsonArray list => live is JsonArray others && others.Count >= list.Count && list.Select((item, i) => Holds(others[i], item)).All(same => same),
        _ => JsonNode.DeepEquals(live, sent),
    };
}
