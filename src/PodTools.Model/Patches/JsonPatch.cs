using System.Globalization;
using System.Text.Json.Nodes;

namespace PodTools.Patches;

/// <summary>JSON patch (RFC 6902). Whatever fails in one, the API says the same sentence about it.</summary>
public static class JsonPatch
{
    /// <summary>Applies the operations in order; <paramref name="target"/> is changed and returned.</summary>
    /// <param name="target">The object.</param>
    /// <param name="operations">The operations.</param>
    /// <returns>The object that came of it.</returns>
    /// <exception cref="PatchException">Reason <c>Invalid</c> (422), when an operation cannot be done or a test fails.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        JsonNode? root = target;
        foreach (var operation in operations)
        {
            root = ApplyOne(root, operation as JsonObject ?? throw Rejected());
        }

        return root as JsonObject ?? throw Rejected();
    }

    /// <summary>Finds the operation for which the API would refuse a patch, which its answer does not name.</summary>
    /// <param name="target">The object; it is changed by the operations before that one.</param>
    /// <param name="operations">The operations.</param>
    /// <returns>The first that cannot be done; null when all can.</returns>
    public static JsonNode? FindRejected(JsonObject target, JsonArray operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        foreach (var operation in operations)
        {
            try
            {
                target = Apply(target, [operation?.DeepClone()]);
            }
            catch (PatchException)
            {
                return operation;
            }
        }

        return null;
    }

    private static JsonNode? ApplyOne(JsonNode? root, JsonObject operation)
    {
        var path = PointerOf(operation, "path");
        switch ((string?)operation["op"])
        {
            case "add":
                return Add(root, path, operation["value"]?.DeepClone());
            case "remove":
                return Remove(root, path);
            case "replace":
                Find(root, path);
                return Add(Remove(root, path), path, operation["value"]?.DeepClone());
            case "copy":
                return Add(root, path, Find(root, PointerOf(operation, "from"))?.DeepClone());
            case "move":
                var from = PointerOf(operation, "from");
                var moved = Find(root, from)?.DeepClone();
                return Add(Remove(root, from), path, moved);
            case "test" when JsonNode.DeepEquals(Find(root, path), operation["value"]):
                return root;
            default:
                throw Rejected();
        }
    }

    private static string[] PointerOf(JsonObject operation, string name)
    {
        var pointer = (string?)operation[name] ?? throw Rejected();
        return pointer.Length == 0 ? [] : pointer[0] != '/' ? throw Rejected()
            : [.. pointer[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static JsonNode? Find(JsonNode? root, string[] path)
    {
        var node = root;
        foreach (var part in path)
        {
            node = node switch
            {
                JsonObject map when map.TryGetPropertyValue(part, out var member) => member,
                JsonArray list => list[IndexOf(part, list.Count - 1)],
                _ => throw Rejected(),
            };
        }

        return node;
    }

    private static JsonNode? Add(JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            return value;
        }

        switch (Find(root, path[..^1]))
        {
            case JsonObject map:
                map[path[^1]] = value;
                break;
            case JsonArray list:
                list.Insert(path[^1] == "-" ? list.Count : IndexOf(path[^1], list.Count), value);
                break;
            default:
                throw Rejected();
        }

        return root;
    }

    private static JsonNode? Remove(JsonNode? root, string[] path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        switch (Find(root, path[..^1]))
        {
            case JsonObject map when map.Remove(path[^1]):
                break;
            case JsonArray list:
                list.RemoveAt(IndexOf(path[^1], list.Count - 1));
                break;
            default:
                throw Rejected();
        }

        return root;
    }

    private static int IndexOf(string part, int highest) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= highest ? index : throw Rejected();

    private static PatchException Rejected() =>
        new("Invalid", "the server rejected our request due to an error in our request");
}
