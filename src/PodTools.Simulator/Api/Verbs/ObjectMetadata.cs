using System.Globalization;
using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Rules;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>The rules of metadata: what of it is the client's to say, and when.</summary>
internal static class ObjectMetadata
{
    private static readonly string[] ServerFields =
        ["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"];

    /// <summary>Takes out of a new object what is not the client's to set, and gives it its name and namespace.</summary>
    /// <exception cref="ApiException">400 for another namespace than the path's, 500 (as the API has it) for a version.</exception>
    public static void PrepareCreate(ApiRequest request, JsonObject json)
    {
        if (json["metadata"] is not JsonObject metadata)
        {
            json["metadata"] = metadata = [];
        }

        SetNamespace(request, metadata);
        if ((string?)metadata["resourceVersion"] is { Length: > 0 })
        {
            throw ApiException.Internal("resourceVersion should not be set on objects to be created");
        }

        foreach (var name in (string[])["uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"])
        {
            metadata.Remove(name);
        }

        if (string.IsNullOrEmpty((string?)metadata["name"]) && (string?)metadata["generateName"] is { Length: > 0 } prefix)
        {
            metadata["name"] = ObjectNames.Generate(prefix);
        }

        if (request.Type.HasGeneration)
        {
            metadata["generation"] = 1;
        }
    }

    /// <summary>Puts back what an update may not change, after it was checked that it is meant for this object.</summary>
    /// <exception cref="ApiException">400 for another name, 409 for another version or uid.</exception>
    public static void PrepareUpdate(ApiRequest request, JsonObject updated, JsonObject current)
    {
        if (updated["metadata"] is not JsonObject metadata)
        {
            updated["metadata"] = metadata = [];
        }

        var before = current["metadata"]!.AsObject();
        RequireName(request, metadata);
        SetNamespace(request, metadata);
        var version = (string?)metadata["resourceVersion"];
        if (version is { Length: > 0 } && version != (string?)before["resourceVersion"])
        {
            throw ApiException.Conflict(
                request.Type, request.Name,
                "the object has been modified; please apply your changes to the latest version and try again");
        }

        metadata["resourceVersion"] = (string?)before["resourceVersion"];
        metadata["uid"] = (string?)metadata["uid"] is { Length: > 0 } uid ? uid : (string?)before["uid"];
        if (request.Verb == "update")
        {
            RequireUid(request, (string)metadata["uid"]!, (string)before["uid"]!);
        }

        foreach (var name in ServerFields)
        {
            if (before[name] is { } value)
            {
                metadata[name] = value.DeepClone();
            }
            else
            {
                metadata.Remove(name);
            }
        }
    }

    /// <summary>Raises the generation when something besides metadata and status has changed.</summary>
    public static void CountGeneration(ResourceType type, JsonObject updated, JsonObject current)
    {
        if (type.HasGeneration && !JsonNode.DeepEquals(updated["spec"], current["spec"]))
        {
            updated["metadata"]!["generation"] = ((long?)current["metadata"]!["generation"] ?? 0) + 1;
        }
    }

    private static void SetNamespace(ApiRequest request, JsonObject metadata)
    {
        if (!request.Type.Namespaced)
        {
            metadata.Remove("namespace");
            return;
        }

        if ((string?)metadata["namespace"] is { Length: > 0 } given && given != request.Namespace)
        {
            throw ApiException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        metadata["namespace"] = request.Namespace;
    }

    private static void RequireName(ApiRequest request, JsonObject metadata)
    {
        var name = (string?)metadata["name"] ?? "";
        if (name.Length > 0 && name != request.Name)
        {
            throw ApiException.BadRequest(
                $"the name of the object ({name}) does not match the name on the URL ({request.Name})");
        }

        metadata["name"] = request.Name;
    }

    private static void RequireUid(ApiRequest request, string uid, string current)
    {
        if (uid != current)
        {
            var key = $"/registry/{request.Type.Plural}/{StoredObject.KeyOf(request.Namespace, request.Name)}";
            throw ApiException.Conflict(request.Type, request.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"StorageError: invalid object, Code: 4, Key: {key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {current}"));
        }
    }
}
