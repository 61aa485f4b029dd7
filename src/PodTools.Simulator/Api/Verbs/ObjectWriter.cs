using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Input;
using PodTools.Simulator.Api.Rules;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>The way of every object into the store: metadata, defaults, ownership of fields, admission, validation.</summary>
internal sealed class ObjectWriter(ObjectStore store, RuleBook rules)
{
    /// <summary>Makes an object.</summary>
    /// <param name="request">The request; its path gives the namespace.</param>
    /// <param name="json">The object as the client sent it, without unknown fields.</param>
    /// <param name="options">The options of the write.</param>
    /// <param name="own">Records whose the fields are, once defaults are filled in.</param>
    /// <exception cref="ApiException">403, 404, 409 or 422.</exception>
    public StoredObject Create(ApiRequest request, JsonObject json, WriteOptions options, Action<JsonObject> own)
    {
        var type = request.Type;
        var rule = rules.For(type);
        ObjectMetadata.PrepareCreate(request, json);
        RequireNamespace(request, json);
        rule.Default(json);
        own(json);
        rule.Admit(request, json);
        rule.PrepareCreate(request, json);
        RequireValid(request, json, rule.ValidateCreate(json));
        foreach (var warning in rule.Warnings(json))
        {
            request.Warn(warning);
        }

        if (options.DryRun)
        {
            return DryCreate(type, json);
        }

        var stored = Store(type, json);
        rule.Created(stored);
        return stored;
    }

    /// <summary>Changes an object.</summary>
    /// <param name="request">The request; its path gives the object and the subresource.</param>
    /// <param name="options">The options of the write.</param>
    /// <param name="change">Makes the new object from the current one; called again when somebody else was faster.</param>
    /// <param name="own">Records whose the fields are, given the new object and the current one.</param>
    /// <exception cref="ApiException">404, 409 or 422.</exception>
    public StoredObject Update(
        ApiRequest request, WriteOptions options, Func<JsonObject, JsonObject> change, Action<JsonObject, JsonObject> own)
    {
        var type = request.Type;
        JsonObject Apply(JsonObject current)
        {
            var rule = rules.For(type);
            var updated = change(current.DeepClone().AsObject());
            ObjectMetadata.PrepareUpdate(request, updated, current);
            rule.Default(updated);
            rule.PrepareUpdate(updated, current, request.Subresource);
            own(updated, current);
            ObjectMetadata.CountGeneration(type, updated, current);
            RequireValid(request, updated, rule.ValidateUpdate(updated, current, request.Subresource));
            return updated;
        }

        if (!options.DryRun)
        {
            return store.Update(type, request.Namespace, request.Name, Apply);
        }

        var stored = store.Get(type, request.Namespace, request.Name);
        return new StoredObject(type, Apply(stored.ToJson()), stored.Version);
    }

    private static void RequireValid(ApiRequest request, JsonObject json, IReadOnlyList<FieldCause> causes)
    {
        if (causes.Count > 0)
        {
            throw ApiException.Invalid(request.Type.Kind, request.Type.Group, (string?)json["metadata"]?["name"] ?? "", causes);
        }
    }

    private void RequireNamespace(ApiRequest request, JsonObject json)
    {
        if (!request.Type.Namespaced)
        {
            return;
        }

        var space = store.Get(ResourceTypes.Namespaces, "", request.Namespace);
        if (space.IsTerminating)
        {
            var cause = new FieldCause("NamespaceTerminating", "metadata.namespace", $"namespace {space.Name} is being terminated");
            throw ApiException.Forbidden(
                request.Type, (string?)json["metadata"]!["name"] ?? "",
                $"unable to create new content in namespace {space.Name} because it is being terminated",
                new JsonArray(cause.ToJson()));
        }
    }

    private StoredObject Store(ResourceType type, JsonObject json)
    {
        var name = (string)json["metadata"]!["name"]!;
        var current = store.Find(type, (string?)json["metadata"]!["namespace"] ?? "", name);
        if (current is { IsTerminating: true })
        {
            throw new ApiException(
                409, "AlreadyExists", $"object is being deleted: {type.QualifiedName} \"{name}\" already exists",
                ApiException.Details(type, name));
        }

        return store.Create(type, json);
    }

    private StoredObject DryCreate(ResourceType type, JsonObject json)
    {
        var metadata = json["metadata"]!.AsObject();
        var name = (string)metadata["name"]!;
        if (store.Find(type, (string?)metadata["namespace"] ?? "", name) is not null)
        {
            throw ApiException.AlreadyExists(type, name);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = store.Timestamp();
        return new StoredObject(type, json, 0);
    }
}
