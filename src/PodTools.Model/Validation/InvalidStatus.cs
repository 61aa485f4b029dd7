using System.Text.Json.Nodes;

namespace PodTools.Validation;

/// <summary>Composes the answer 422 that the API server gives to an invalid object.</summary>
public static class InvalidStatus
{
    /// <summary>Composes the answer.</summary>
    /// <param name="kind">The kind of the object: <c>Pod</c>.</param>
    /// <param name="name">Its name; empty when it has none.</param>
    /// <param name="errors">What is wrong with it, at least one error.</param>
    /// <param name="group">The API group, empty for core/v1.</param>
    /// <returns>A <c>Status</c> with message and causes as the server words them.</returns>
    public static JsonObject Compose(string kind, string name, IReadOnlyList<FieldError> errors, string group = "")
    {
        ArgumentNullException.ThrowIfNull(errors);
        var details = new JsonObject();
        AddText(details, "name", name);
        AddText(details, "group", group);
        AddText(details, "kind", kind);
        details["causes"] = new JsonArray([.. errors.Select(error => new JsonObject
        {
            ["reason"] = error.Type,
            ["message"] = error.Message,
            ["field"] = error.Field,
        })]);
        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = $"{(group.Length == 0 ? kind : $"{kind}.{group}")} {GoText.Quote(name)} is invalid: {Join(errors)}",
            ["reason"] = "Invalid",
            ["details"] = details,
            ["code"] = 422,
        };
    }

    /// <summary>The message names an error once though it may be among the causes several times.</summary>
    private static string Join(IReadOnlyList<FieldError> errors)
    {
        var texts = errors.Select(error => error.ToString()).Distinct(StringComparer.Ordinal).ToList();
        return texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
    }

    private static void AddText(JsonObject details, string field, string text)
    {
        if (text.Length > 0)
        {
            details[field] = text;
        }
    }
}
