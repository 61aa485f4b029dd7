using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>
/// Finds out what became of a create or delete whose connection was lost before the answer came. Neither may simply be sent
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
        catch (KubernetesException e) when (e.Reason == KubernetesReason.ConnectionLost)
        {
            // A generated name cannot be looked for.
            if (options.DryRun || manifest["metadata"]?["name"] is not JsonValue value || !value.TryGetValue<string>(out var name))
            {
                throw;
            }

            var found = await pods.FindAsync(ns, name, cancellationToken).ConfigureAwait(false);
            if (found is null)
            {
                return await send().ConfigureAwait(false);
            }

            if (IsOwn(found, manifest, options))
            {
                return found;
            }

            throw;
        }
    }

    /// <summary>Deletes a pod; after a loss, sends it again only where the uid keeps it from hitting another pod.</summary>
    internal async Task<Pod> DeleteAsync(string name, string? uid, Func<Task<Pod>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (KubernetesException e) when (e.Reason == KubernetesReason.ConnectionLost)
        {
            var found = await pods.FindAsync(ns, name, cancellationToken).ConfigureAwait(false);
            if (found is null || (uid is not null && found.Metadata!.Uid != uid))
            {
                return new Pod { Metadata = new() { Name = name, Namespace = ns, Uid = uid } };
            }

            if (found.Metadata!.DeletionTimestamp is not null)
            {
                return found;
            }

            if (uid is not null)
            {
                return await send().ConfigureAwait(false);
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
