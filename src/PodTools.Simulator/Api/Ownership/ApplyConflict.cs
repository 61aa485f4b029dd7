using System.Text;
using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Ownership;

/// <summary>The refusal of an apply that states fields differently than those who own them.</summary>
internal static class ApplyConflict
{
    /// <summary>409 with one cause for each field.</summary>
    public static ApiException Of(IReadOnlyList<(ManagedEntry Entry, FieldSet Fields)> conflicts)
    {
        var causes = new JsonArray();
        var text = new StringBuilder();
        var groups = conflicts.OrderBy(conflict => conflict.Entry.Display, StringComparer.Ordinal)
            .Select(conflict => (conflict.Entry.Display, Paths: conflict.Fields.Members().Select(PathText).ToList())).ToList();
        var total = groups.Sum(group => group.Paths.Count);
        foreach (var (display, paths) in groups)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(total == 1 ? $"conflict with {display}: {paths[0]}" : $"conflicts with {display}:");
            foreach (var path in paths)
            {
                text.Append(total == 1 ? "" : $"\n- {path}");
                causes.Add(new FieldCause("FieldManagerConflict", path, $"conflict with {display}").ToJson());
            }
        }

        var count = total == 1 ? "1 conflict" : $"{total} conflicts";
        return new ApiException(409, "Conflict", $"Apply failed with {count}: {text}", new JsonObject { ["causes"] = causes });
    }

    /// <summary>A path as errors write it: <c>.spec.containers[name="main"].image</c>.</summary>
    public static string PathText(IEnumerable<string> path) => string.Concat(path.Select(step => step[0] switch
    {
        'f' => "." + step[2..],
        'k' => $"[{string.Join(',', JsonNode.Parse(step[2..])!.AsObject().Select(key => $"{key.Key}={key.Value?.ToJsonString()}"))}]",
        _ => $"[={step[2..]}]",
    }));
}
