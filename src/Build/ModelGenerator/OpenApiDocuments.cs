using System.Text.Json.Nodes;

namespace PodTools.Build.Model;

/// <summary>Reads the schemas out of OpenAPI v3 documents as an API server serves them.</summary>
public static class OpenApiDocuments
{
    /// <summary>Reads several documents and merges their schemas; the first to name a type wins.</summary>
    /// <param name="sources">Paths of files, or http and https addresses.</param>
    /// <returns>The schemas by their full name, such as <c>io.k8s.api.core.v1.Pod</c>.</returns>
    /// <exception cref="InvalidDataException">A document is no OpenAPI v3 document.</exception>
    public static async Task<IReadOnlyDictionary<string, JsonObject>> ReadAsync(IEnumerable<string> sources)
    {
        var schemas = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            foreach (var (name, schema) in SchemasOf(source, await TextAsync(source)))
            {
                schemas.TryAdd(name, schema!.AsObject());
            }
        }

        return schemas;
    }

    private static JsonObject SchemasOf(string source, string text) =>
        JsonNode.Parse(text)?["components"]?["schemas"]?.AsObject()
        ?? throw new InvalidDataException($"{source} has no components.schemas: it is not an OpenAPI v3 document.");

    private static async Task<string> TextAsync(string source)
    {
        if (!source.StartsWith("http://", StringComparison.Ordinal) && !source.StartsWith("https://", StringComparison.Ordinal))
        {
            return await File.ReadAllTextAsync(source);
        }

        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(source));
    }
}
