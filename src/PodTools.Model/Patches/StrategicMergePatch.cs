using System.Text.Json.Nodes;
using PodTools.Schema;

namespace PodTools.Patches;

/// <summary>
/// Strategic merge patch: a merge patch in which lists merge too, by the keys that the schema names, and directives
/// (<c>$patch</c>, <c>$deleteFromPrimitiveList</c>, <c>$setElementOrder</c>, <c>$retainKeys</c>) say what merging cannot.
/// </summary>
public static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";
    private const string ElementOrder = "$setElementOrder/";
    private const string RetainKeys = "$retainKeys";

    /// <summary>Applies a patch; <paramref name="target"/> is changed and returned.</summary>
    /// <param name="kind">The kind of the object, which gives the merge keys.</param>
    /// <param name="target">The object.</param>
    /// <param name="patch">The patch.</param>
    /// <returns>The object.</returns>
    /// <exception cref="PatchException">Reason <c>InternalError</c> (500, as the API has it), for a list element without its key.</exception>
    public static JsonObject Apply(string kind, JsonObject target, JsonObject patch)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(patch);
        return Merge(ApiSchema.Find(kind), target, patch);
    }

    private static JsonObject Merge(SchemaType? type, JsonObject target, JsonObject patch)
    {
        var directive = patch[Directive] is JsonValue text ? text.ToString() : null;
        if (directive is "replace" or "delete")
        {
            target.Clear();
        }

        if (directive == "delete")
        {
            return target;
        }

        if (patch[RetainKeys] is JsonArray retained)
        {
            Retain(target, retained);
        }

        foreach (var (name, value) in patch)
        {
            // A directive with another word is no directive but a field, and validation will say so.
            if (name == RetainKeys || (name == Directive && directive is "replace" or "merge"))
            {
                continue;
            }

            MergeField(type, target, name, value);
        }

        return target;
    }

    private static void MergeField(SchemaType? type, JsonObject target, string name, JsonNode? value)
    {
        if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
        {
            RemoveValues(target, name[DeleteFromList.Length..], value as JsonArray ?? []);
        }
        else if (name.StartsWith(ElementOrder, StringComparison.Ordinal))
        {
            Order(type, target, name[ElementOrder.Length..], value as JsonArray ?? []);
        }
        else if (value is null)
        {
            target.Remove(name);
        }
        else if (value is JsonObject inner)
        {
            if (target[name] is not JsonObject current)
            {
                target[name] = current = [];
            }

            var field = type?.Field(name);
            Merge(field is { IsMap: false } ? field.TypeRef : null, current, inner);
        }
        else if (value is JsonArray list && type?.Field(name) is { IsList: true } field && Merges(field))
        {
            MergeList(field, target, name, list);
        }
        else
        {
            target[name] = value.DeepClone();
        }
    }

    private static bool Merges(SchemaField field) => field.PatchStrategy?.Split(',').Contains("merge") ?? false;

    private static void MergeList(SchemaField field, JsonObject target, string name, JsonArray patch)
    {
        var replaces = patch.OfType<JsonObject>().Any(element => (string?)element[Directive] == "replace");
        if (target[name] is not JsonArray list || replaces)
        {
            target[name] = list = [];
        }

        var before = list.Select(element => Identity(field, element)).ToList();
        foreach (var element in patch)
        {
            if (field.PatchMergeKey is not { } key)
            {
                AddValue(list, element);
            }
            else if (element is JsonObject map && (string?)map[Directive] != "replace")
            {
                MergeElement(field, key, list, map);
            }
        }

        Arrange(list, field, before, [.. patch.Select(element => Identity(field, element))]);
    }

    // Elements of the patch keep its order, the others theirs; a new element comes before whatever it could follow.
    private static void Arrange(JsonArray list, SchemaField field, List<string> before, List<string> patched)
    {
        var elements = list.ToLookup(element => Identity(field, element));
        var named = new Queue<string>(patched.Where(elements.Contains).Distinct());
        var others = new Queue<string>(before.Where(identity => elements.Contains(identity) && !patched.Contains(identity)));
        list.Clear();
        while (named.Count + others.Count > 0)
        {
            var other = named.Count == 0
                || (others.Count > 0 && before.IndexOf(named.Peek()) > before.IndexOf(others.Peek()));
            foreach (var element in elements[(other ? others : named).Dequeue()])
            {
                list.Add(element);
            }
        }
    }

    private static string Identity(SchemaField field, JsonNode? element) =>
        (field.PatchMergeKey is { } key ? (element as JsonObject)?[key] : element)?.ToJsonString() ?? "";

    private static void MergeElement(SchemaField field, string key, JsonArray list, JsonObject element)
    {
        if (element[key] is not { } identity)
        {
            var shown = string.Join(' ', element.Select(member => $"{member.Key}:{member.Value}"));
            throw new PatchException("InternalError", $"map: map[{shown}] does not contain declared merge key: {key}");
        }

        var current = list.OfType<JsonObject>().FirstOrDefault(candidate => JsonNode.DeepEquals(candidate[key], identity));
        if ((string?)element[Directive] == "delete")
        {
            list.Remove(current);
        }
        else if (current is not null)
        {
            Merge(field.TypeRef, current, element);
        }
        else
        {
            list.Add(Merge(field.TypeRef, [], element));
        }
    }

    private static void AddValue(JsonArray list, JsonNode? value)
    {
        if (!list.Any(present => JsonNode.DeepEquals(present, value)))
        {
            list.Add(value?.DeepClone());
        }
    }

    private static void RemoveValues(JsonObject target, string name, JsonArray values)
    {
        if (target[name] is JsonArray list)
        {
            foreach (var value in values)
            {
                list.Remove(list.FirstOrDefault(present => JsonNode.DeepEquals(present, value)));
            }
        }
    }

    // The named elements come in the given order; the others keep their places among themselves, behind.
    private static void Order(SchemaType? type, JsonObject target, string name, JsonArray order)
    {
        if (target[name] is not JsonArray list)
        {
            return;
        }

        var key = type?.Field(name)?.PatchMergeKey;
        var wanted = order.Select(Identity).ToList();
        var sorted = list.OrderBy(element => wanted.IndexOf(Identity(element)) is var at && at < 0 ? int.MaxValue : at).ToList();
        list.Clear();
        sorted.ForEach(list.Add);

        string Identity(JsonNode? element) => (key is null ? element : (element as JsonObject)?[key])?.ToJsonString() ?? "";
    }

    private static void Retain(JsonObject target, JsonArray retained)
    {
        var names = retained.Select(name => name?.ToString()).ToHashSet();
        foreach (var name in target.Select(member => member.Key).Where(name => !names.Contains(name)).ToList())
        {
            target.Remove(name);
        }
    }
}
