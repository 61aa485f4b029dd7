using System.Collections.Frozen;
using System.Text.Json;

namespace PodTools.Schema;

/// <summary>
/// What types and fields are for, in the words of a cluster: the table of <see cref="ApiSchema"/> has none of its own.
/// </summary>
public sealed class SchemaDescriptions
{
    private readonly FrozenDictionary<string, string> _byPlace;

    private SchemaDescriptions(FrozenDictionary<string, string> byPlace) => _byPlace = byPlace;

    /// <summary>Reads them from the OpenAPI v3 document that a cluster serves under <c>/openapi/v3/api/v1</c>.</summary>
    /// <param name="document">The document as UTF-8; it is read to its end and left open.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidDataException">It is no OpenAPI v3 document.</exception>
    public static async Task<SchemaDescriptions> ReadAsync(Stream document, CancellationToken cancellationToken = default)
    {
        using var json = await JsonDocument.ParseAsync(document, default, cancellationToken).ConfigureAwait(false);
        if (Member(Member(json.RootElement, "components"), "schemas") is not { ValueKind: JsonValueKind.Object } schemas)
        {
            throw new InvalidDataException("The document has no components.schemas: it is not an OpenAPI v3 document.");
        }

        var places = schemas.EnumerateObject().SelectMany(Places);
        return new(places.DistinctBy(place => place.Place).ToFrozenDictionary(place => place.Place, place => place.Text, StringComparer.Ordinal));
    }

    /// <summary>What a type is for.</summary>
    /// <param name="type">The API's name, such as <c>PodSpec</c>.</param>
    /// <returns>The text, or null when the cluster has none.</returns>
    public string? Of(string type) => _byPlace.GetValueOrDefault(type);

    /// <summary>What a field is for.</summary>
    /// <param name="type">The API's name of its type, such as <c>PodSpec</c>.</param>
    /// <param name="field">Its name, such as <c>containers</c>.</param>
    /// <returns>The text, or null when the cluster has none.</returns>
    public string? Of(string type, string field) => _byPlace.GetValueOrDefault($"{type}.{field}");

    private static IEnumerable<(string Place, string Text)> Places(JsonProperty schema)
    {
        // The full name is such as io.k8s.api.core.v1.Pod.
        var type = schema.Name[(schema.Name.LastIndexOf('.') + 1)..];
        if (Text(schema.Value) is { } text)
        {
            yield return (type, text);
        }

        if (Member(schema.Value, "properties") is not { ValueKind: JsonValueKind.Object } fields)
        {
            yield break;
        }

        foreach (var field in fields.EnumerateObject())
        {
            if (Text(field.Value) is { } fieldText)
            {
                yield return ($"{type}.{field.Name}", fieldText);
            }
        }
    }

    private static string? Text(JsonElement schema) =>
        Member(schema, "description") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out var member) ? member : null;
}
