using System.Text;
using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Input;

namespace PodTools.Simulator.Api.Ownership;

/// <summary>Reads the configuration that a client applies.</summary>
internal static class ServerSideApply
{
    /// <summary>Reads a configuration, in YAML or JSON.</summary>
    /// <exception cref="ApiException">400 for another version, name or for managed fields; 500 (as the API has it) for what the schema does not know.</exception>
    public static JsonObject Read(ApiRequest request, byte[] body)
    {
        var type = request.Type;
        var applied = ObjectReader.ParseYaml(Encoding.UTF8.GetString(body), type.Kind).Json;
        var version = (string?)applied["apiVersion"] ?? "";
        if (version != type.ApiVersion)
        {
            throw ApiException.BadRequest(
                $"Incorrect version specified in apply patch. Specified patch version: {version}, expected: {type.ApiVersion}");
        }

        if (applied["metadata"]?["managedFields"] is not null)
        {
            throw ApiException.BadRequest("metadata.managedFields must be nil");
        }

        RequireTyped(request, applied);
        return applied;
    }

    private static void RequireTyped(ApiRequest request, JsonObject applied)
    {
        var metadata = applied["metadata"] as JsonObject ?? [];
        var subject = $"failed to create typed patch object ({(string?)metadata["namespace"]}/{(string?)metadata["name"]}; "
            + $"{request.Type.Group}/{request.Type.Version}, Kind={request.Type.Kind})";
        var unknown = SchemaCheck.Run(request.Type.Kind, request.Type.ApiVersion, applied, []);
        if (unknown.Count > 0)
        {
            var fields = unknown.Select(problem => $".{problem.Split('"')[1]}: field not declared in schema");
            throw ApiException.Internal($"{subject}: {string.Join(", ", fields)}");
        }

        if (FindDuplicate(FieldShape.OfKind(request.Type.Kind), applied, []) is { } duplicate)
        {
            throw ApiException.Internal($"{subject}: {duplicate}");
        }
    }

    private static string? FindDuplicate(FieldShape shape, JsonNode? value, string[] path)
    {
        var seen = new HashSet<string>();
        foreach (var (step, part, partShape) in shape.PartsOf(value) ?? [])
        {
            if (!seen.Add(step))
            {
                return $"{ApplyConflict.PathText(path)}: duplicate entries for key {ApplyConflict.PathText([step])}";
            }

            if (FindDuplicate(partShape, part, [.. path, step]) is { } below)
            {
                return below;
            }
        }

        return null;
    }
}
