using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api;

/// <summary>A refusal, carrying the Status that the API server would answer with.</summary>
internal sealed class ApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    /// <summary>A token with which an expired list can be carried on, inconsistently.</summary>
    public string? Continue { get; init; }

    /// <summary>Seconds for the Retry-After header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The Status object for the body of the answer.</summary>
    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason.Length > 0)
        {
            status["reason"] = Reason;
        }

        if (details is not null)
        {
            status["details"] = details.DeepClone();
        }

        if (Continue is not null)
        {
            status["metadata"] = new JsonObject { ["continue"] = Continue };
        }

        status["code"] = Code;
        return status;
    }

    public static ApiException NotFound(ResourceType type, string name) =>
        new(404, "NotFound", $"{type.QualifiedName} \"{name}\" not found", Details(type, name));

    /// <summary>What the path names is not there: no such resource, or not with this subresource.</summary>
    public static ApiException NoSuchResource() =>
        new(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiException AlreadyExists(ResourceType type, string name) =>
        new(409, "AlreadyExists", $"{type.QualifiedName} \"{name}\" already exists", Details(type, name));

    public static ApiException Conflict(ResourceType type, string name, string message) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type.QualifiedName} \"{name}\": {message}", Details(type, name));

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Internal(string message) => new(500, "", message);

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static ApiException Forbidden(ResourceType type, string name, string message, JsonArray? causes = null)
    {
        var details = Details(type, name);
        if (causes is not null)
        {
            details["causes"] = causes;
        }

        var subject = name.Length == 0 ? type.QualifiedName : $"{type.QualifiedName} \"{name}\"";
        return new ApiException(403, "Forbidden", $"{subject} is forbidden: {message}", details);
    }

    /// <summary>422 with its causes.</summary>
    /// <param name="kind">What is refused, as <c>Pod</c>.</param>
    /// <param name="group">The group of the kind, empty for core.</param>
    /// <param name="name">Its name, empty where it has none.</param>
    /// <param name="causes">What is wrong with it; at least one.</param>
    public static ApiException Invalid(string kind, string group, string name, IReadOnlyList<FieldCause> causes)
    {
        var details = new JsonObject();
        foreach (var (key, value) in (ReadOnlySpan<(string, string)>)[("name", name), ("group", group), ("kind", kind)])
        {
            if (value.Length > 0)
            {
                details[key] = value;
            }
        }

        details["causes"] = new JsonArray([.. causes.Select(cause => cause.ToJson())]);
        var lines = causes.Select(cause => $"{cause.Field}: {cause.Message}").Distinct().ToList();
        var text = lines.Count == 1 ? lines[0] : $"[{string.Join(", ", lines)}]";
        var subject = group.Length == 0 ? kind : $"{kind}.{group}";
        return new ApiException(422, "Invalid", $"{subject} \"{name}\" is invalid: {text}", details);
    }

    /// <summary>422 about the options of a request.</summary>
    public static ApiException InvalidOptions(string kind, FieldCause cause) => Invalid(kind, "meta.k8s.io", "", [cause]);

    /// <summary>405: the path exists, but not with this method.</summary>
    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    /// <summary>406: none of the types in Accept can be had.</summary>
    public static ApiException NotAcceptable() => new(
        406, "NotAcceptable",
        "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf");

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    /// <summary>The object of a Status that says what it is about.</summary>
    public static JsonObject Details(ResourceType type, string name)
    {
        var details = new JsonObject();
        if (name.Length > 0)
        {
            details["name"] = name;
        }

        if (type.Group.Length > 0)
        {
            details["group"] = type.Group;
        }

        details["kind"] = type.Plural;
        return details;
    }
}
