using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Input;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Ownership;

/// <summary>Keeps <c>metadata.managedFields</c>: who wrote which field, for server-side apply and for people who wonder.</summary>
internal sealed class FieldOwnership(ObjectStore store)
{
    // Nobody owns what the server fills in.
    private static readonly string[] ServerMetadata =
    [
        "f:name", "f:namespace", "f:uid", "f:resourceVersion", "f:generation", "f:creationTimestamp",
        "f:deletionTimestamp", "f:deletionGracePeriodSeconds", "f:selfLink", "f:managedFields",
    ];

    /// <summary>Records an ordinary write.</summary>
    /// <param name="type">The type of the object.</param>
    /// <param name="after">The object as it will be; its managed fields are set.</param>
    /// <param name="before">The object as it was, null for a new one.</param>
    /// <param name="manager">Who writes.</param>
    /// <param name="subresource">Through which subresource, empty for the object.</param>
    public void Update(ResourceType type, JsonObject after, JsonObject? before, string manager, string subresource)
    {
        if (subresource == "ephemeralcontainers")
        {
            // The one write that the server keeps no account of.
            Write(after, Read(before ?? []));
            return;
        }

        var comparison = FieldComparison.Of(FieldShape.OfKind(type.Kind), before ?? Blank(), after);
        var changed = Owned(comparison.Changed, subresource);
        var entries = new List<ManagedEntry>();
        var mine = new ManagedEntry(manager, "Update", type.ApiVersion, subresource, new FieldSet(), null);

        // Managers may be rewritten by hand, as kubectl does to take over what it applied on the client's side.
        var rewritten = subresource.Length == 0 ? Read(after) : [];
        foreach (var entry in rewritten.Count > 0 ? rewritten : Read(before ?? []))
        {
            if (entry.Is(manager, "Update", subresource))
            {
                mine = entry;
            }
            else
            {
                entries.Add(entry with { Fields = entry.Fields.Except(changed).Except(comparison.Removed) });
            }
        }

        var fields = mine.Fields.Except(comparison.Removed).Union(changed);
        entries.Add(JsonNode.DeepEquals(fields.ToJson(), mine.Fields.ToJson()) ? mine : mine with { Fields = fields, Time = store.Timestamp() });
        Write(after, entries);
    }

    /// <summary>Records that a new object was made by applying.</summary>
    public void SetApplied(ResourceType type, JsonObject created, JsonObject applied, string manager)
    {
        var mine = new ManagedEntry(manager, "Apply", type.ApiVersion, "", new FieldSet(), null);
        Write(created, [mine with { Fields = AppliedFields(type, applied), Time = store.Timestamp() }]);
    }

    /// <summary>
    /// Applies a configuration to an object: what it states is set, what its manager stated before and states no longer
    /// is removed unless somebody else owns it.
    /// </summary>
    /// <returns>The object as it will be, with its managed fields.</returns>
    /// <exception cref="ApiException">409, when it states a field differently than its owner and does not force.</exception>
    public JsonObject Apply(ResourceType type, JsonObject current, JsonObject applied, WriteOptions options, string subresource)
    {
        var shape = FieldShape.OfKind(type.Kind);
        var entries = Read(current);
        var mine = entries.Find(entry => entry.Is(options.Manager, "Apply", subresource))
            ?? new ManagedEntry(options.Manager, "Apply", type.ApiVersion, subresource, new FieldSet(), null);
        var others = entries.Where(entry => entry != mine).ToList();
        var stated = AppliedFields(type, applied);

        var merged = AppliedMerge.Merge(shape, current.DeepClone(), applied)!.AsObject();
        AppliedMerge.Prune(shape, merged, mine.Fields.Except(stated), [.. others.Select(entry => entry.Fields), stated]);
        SchemaCheck.Run(type.Kind, type.ApiVersion, merged, []);

        var comparison = FieldComparison.Of(shape, current, merged);
        var conflicts = others.Select(entry => (Entry: entry, Fields: entry.Fields.Intersect(comparison.Changed)))
            .Where(conflict => !conflict.Fields.IsEmpty).ToList();
        if (conflicts.Count > 0 && !options.Force)
        {
            throw ApplyConflict.Of(conflicts);
        }

        Write(merged, [
            mine with { Fields = stated, Time = comparison.IsEmpty ? mine.Time : store.Timestamp() },
            .. others.Select(entry => entry with { Fields = entry.Fields.Except(comparison.Changed).Except(comparison.Removed) })]);
        return merged;
    }

    private static FieldSet AppliedFields(ResourceType type, JsonObject applied) =>
        Owned(FieldComparison.FieldsOf(FieldShape.OfKind(type.Kind), applied), "");

    // What a new object is compared with: the parts that are always there.
    private static JsonObject Blank() => new()
    {
        ["metadata"] = new JsonObject(),
        ["eventTime"] = null,
        ["involvedObject"] = new JsonObject(),
        ["source"] = new JsonObject(),
        ["spec"] = new JsonObject { ["containers"] = null },
        ["status"] = new JsonObject(),
    };

    private static FieldSet Owned(FieldSet fields, string subresource)
    {
        fields.Remove("f:apiVersion");
        fields.Remove("f:kind");
        fields.Remove(subresource == "status" ? "f:spec" : "f:status");
        foreach (var name in ServerMetadata)
        {
            fields.Remove("f:metadata", name);
        }

        if (fields.Children.TryGetValue("f:metadata", out var metadata) && metadata.Children.Count == 0)
        {
            fields.Remove("f:metadata");
        }

        return fields;
    }

    private static List<ManagedEntry> Read(JsonObject json) =>
        [.. (json["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>().Select(ManagedEntry.FromJson)];

    private static void Write(JsonObject json, IEnumerable<ManagedEntry> entries)
    {
        var kept = entries.Where(entry => !entry.Fields.IsEmpty)
            .OrderBy(entry => entry.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager, StringComparer.Ordinal)
            .Select(entry => entry.ToJson())
            .ToArray<JsonNode>();
        var metadata = json["metadata"]!.AsObject();
        metadata.Remove("managedFields");
        if (kept.Length > 0)
        {
            metadata["managedFields"] = new JsonArray(kept);
        }
    }
}
