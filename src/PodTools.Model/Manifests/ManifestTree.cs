using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Yaml;

namespace PodTools.Manifests;

/// <summary>Makes trees of what scripts build: dictionaries (hashtables), lists and plain values.</summary>
public sealed class ManifestTree
{
    private readonly Func<object, object?> _unwrap;

    private ManifestTree(Func<object, object?> unwrap) => _unwrap = unwrap;

    /// <summary>Makes a tree of a value.</summary>
    /// <param name="value">
    /// A dictionary with text keys, an enumerable, text, a number, a boolean, a time, an object of the model, a tree, or null.
    /// </param>
    /// <param name="unwrap">
    /// Takes off what a host wraps around values, and turns its own kinds of objects into dictionaries; null when there are
    /// none.
    /// </param>
    /// <returns>A tree of its own: nothing in it is shared with the value.</returns>
    /// <exception cref="ArgumentException">Something in it has no place in a manifest, or it is nested too deep or contains itself.</exception>
    public static JsonNode? From(object? value, Func<object, object?>? unwrap = null) =>
        new ManifestTree(unwrap ?? (inner => inner)).Make(value, "", 0);

    private JsonNode? Make(object? value, string path, int depth)
    {
        if (depth > YamlReader.MaxDepth)
        {
            throw new ArgumentException($"{Place(path[..Math.Min(path.Length, 60)])} is nested more than {YamlReader.MaxDepth} deep; perhaps it contains itself.");
        }

        return (value is null ? null : _unwrap(value)) switch
        {
            null => null,
            JsonNode node => node.DeepClone(),
            string text => JsonValue.Create(text),
            char letter => JsonValue.Create(letter.ToString()),
            bool flag => JsonValue.Create(flag),
            Enum name => JsonValue.Create(name.ToString()),
            double number => Finite(number, path),
            float number => Finite(number, path),
            DateTimeOffset time => JsonValue.Create(Rfc3339.ToSeconds(time)),
            DateTime time => JsonValue.Create(Rfc3339.ToSeconds(new DateTimeOffset(time.ToUniversalTime()))),
            Quantity quantity => JsonValue.Create(quantity.ToString()),
            IntOrString { IsNumber: true } number => Number(number.Number),
            IntOrString name => JsonValue.Create(name.Text),
            ApiObject model => JsonSerializer.SerializeToNode(model, model.GetType(), ModelJsonOptions.Shared),
            IDictionary map => FromMap(map, path, depth),
            IEnumerable list => FromList(list, path, depth),
            IConvertible number when number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal => Number(number),
            var other => throw new ArgumentException(
                $"{Place(path)} is a {other.GetType().Name}, which has no place in a manifest. Use text, numbers, booleans, hashtables and arrays."),
        };
    }

    private JsonObject FromMap(IDictionary map, string path, int depth)
    {
        var result = new JsonObject();
        foreach (DictionaryEntry entry in map)
        {
            var key = Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!;
            result[key] = Make(entry.Value, FieldPath.Field(path, key), depth + 1);
        }

        return result;
    }

    private JsonArray FromList(IEnumerable list, string path, int depth)
    {
        var result = new JsonArray();
        foreach (var element in list)
        {
            result.Add(Make(element, FieldPath.Item(path, result.Count), depth + 1));
        }

        return result;
    }

    private static JsonNode? Number(IConvertible number) => JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture));

    private static JsonNode? Finite(double number, string path) => double.IsFinite(number)
        ? JsonNode.Parse(number.ToString("R", CultureInfo.InvariantCulture))
        : throw new ArgumentException($"{Place(path)} is {number}, which JSON cannot hold.");

    private static string Place(string path) => path.Length == 0 ? "The value" : path;
}
