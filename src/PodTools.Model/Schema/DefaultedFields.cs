using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Schema;

/// <summary>Leaves out the fields that <see cref="PodDefaults"/> would fill in with the same value.</summary>
internal static class DefaultedFields
{
    /// <summary>
    /// The names of fields that have defaults. Those of the kind of a volume and of requests are not among them: they are
    /// short, and a manifest is clearer with them.
    /// </summary>
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "restartPolicy", "dnsPolicy", "terminationGracePeriodSeconds", "schedulerName", "enableServiceLinks", "securityContext", "imagePullPolicy",
        "terminationMessagePath", "terminationMessagePolicy", "resources", "protocol", "timeoutSeconds", "periodSeconds", "successThreshold",
        "failureThreshold", "scheme", "path", "service", "apiVersion", "divisor", "defaultMode", "type", "expirationSeconds", "volumeMode", "pullPolicy",
        "iscsiInterface", "pool", "user", "keyring", "cachingMode", "kind", "fsType", "readOnly", "storageMode",
    };

    /// <summary>Leaves them out.</summary>
    /// <param name="spec">The spec of a pod; it is not changed.</param>
    /// <returns>The rest: with its defaults filled in it is the same spec.</returns>
    public static JsonObject Remove(JsonObject spec)
    {
        var defaulted = Bare(spec);
        PodDefaults.ApplyToSpec(defaulted);
        return Rest(spec, defaulted);
    }

    /// <summary>A copy without any field that may have a default.</summary>
    private static JsonObject Bare(JsonObject tree)
    {
        var bare = new JsonObject();
        foreach (var (name, value) in tree.Where(field => !MayBeDefault(field.Key, field.Value)))
        {
            bare[name] = value switch
            {
                JsonObject inner => Bare(inner),
                JsonArray list => new JsonArray([.. list.Select(item => item is JsonObject inner ? Bare(inner) : item?.DeepClone())]),
                _ => value?.DeepClone(),
            };
        }

        return bare;
    }

    /// <summary>What differs from what the defaults made of the bare copy, and everything that has no defaults.</summary>
    private static JsonObject Rest(JsonObject tree, JsonObject? defaulted)
    {
        var rest = new JsonObject();
        foreach (var (name, value) in tree)
        {
            if (MayBeDefault(name, value) && defaulted?.ContainsKey(name) == true && JsonNode.DeepEquals(value, defaulted[name]))
            {
                continue;
            }

            rest[name] = value switch
            {
                JsonObject inner => Rest(inner, defaulted.Object(name)),
                JsonArray list => new JsonArray([.. list.Zip(defaulted.Objects(name).Concat(Enumerable.Repeat<JsonObject?>(null, list.Count)), (item, other) =>
                    item is JsonObject inner ? Rest(inner, other) : item?.DeepClone())]),
                _ => value?.DeepClone(),
            };
        }

        return rest;
    }

    private static bool MayBeDefault(string name, JsonNode? value) => Names.Contains(name) && value is (JsonValue or JsonObject { Count: 0 });
}
