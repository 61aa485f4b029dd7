using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PodTools.Json;

namespace PodTools;

/// <summary>
/// Reads and writes the model as the API's JSON. Fields that the model does not know survive, what was not given is not
/// written, and texts are not escaped beyond what JSON demands.
/// </summary>
/// <remarks>
/// Every method that reads throws a <see cref="JsonException"/> when the text is no JSON or a value has the wrong type; its
/// message and its <see cref="JsonException.Path"/> say where.
/// </remarks>
public static class KubernetesJson
{
    /// <summary>Reads an object from text.</summary>
    /// <typeparam name="T">A type of the model.</typeparam>
    /// <param name="json">The JSON text.</param>
    public static T Deserialize<T>(string json) => Guard(() => JsonSerializer.Deserialize(json, TypeOf<T>()));

    /// <summary>Reads an object from UTF-8 bytes.</summary>
    /// <typeparam name="T">A type of the model.</typeparam>
    /// <param name="json">The JSON text in UTF-8.</param>
    public static T Deserialize<T>(ReadOnlySpan<byte> json)
    {
        try
        {
            return NotNull(JsonSerializer.Deserialize(json, TypeOf<T>()));
        }
        catch (JsonException failure)
        {
            throw Explain<T>(failure);
        }
    }

    /// <summary>Reads an object from a tree.</summary>
    /// <typeparam name="T">A type of the model.</typeparam>
    /// <param name="json">The tree; it is not changed.</param>
    public static T Deserialize<T>(JsonNode json) => Guard(() => json.Deserialize(TypeOf<T>()));

    /// <summary>Reads an object from a stream of UTF-8.</summary>
    /// <typeparam name="T">A type of the model.</typeparam>
    /// <param name="json">The stream; it is read to its end and left open.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<T> DeserializeAsync<T>(Stream json, CancellationToken cancellationToken = default)
    {
        try
        {
            return NotNull(await JsonSerializer.DeserializeAsync(json, TypeOf<T>(), cancellationToken).ConfigureAwait(false));
        }
        catch (JsonException failure)
        {
            throw Explain<T>(failure);
        }
    }

    /// <summary>Writes an object as one line of JSON.</summary>
    /// <typeparam name="T">A type of the model.</typeparam>
    /// <param name="value">The object.</param>
    public static string Serialize<T>(T value) => JsonSerializer.Serialize(value, TypeOf<T>());

    /// <summary>Writes an object as UTF-8 bytes.</summary>
    /// <typeparam name="T">A type of the model.</typeparam>
    /// <param name="value">The object.</param>
    public static byte[] SerializeToUtf8Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeOf<T>());

    /// <summary>Turns an object into a tree that can be changed freely: it shares nothing with the object.</summary>
    /// <typeparam name="T">A type of the model.</typeparam>
    /// <param name="value">The object.</param>
    public static JsonObject ToNode<T>(T value)
        where T : ApiObject => JsonSerializer.SerializeToNode(value, TypeOf<T>())!.AsObject();

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)ModelJsonOptions.Shared.GetTypeInfo(typeof(T));

    private static T Guard<T>(Func<T?> read)
    {
        try
        {
            return NotNull(read());
        }
        catch (JsonException failure)
        {
            throw Explain<T>(failure);
        }
    }

    private static T NotNull<T>(T? value) =>
        value ?? throw new JsonException($"A {typeof(T).Name} is expected, and there is null.", "$", null, null);

    private static JsonException Explain<T>(JsonException failure)
    {
        if (failure.Path is null)
        {
            return failure;
        }

        // System.Text.Json appends its own words on the place, and names .NET types where people know the API's.
        var end = failure.Message.IndexOf(" Path: $", StringComparison.Ordinal);
        var reason = end < 0 ? failure.Message : failure.Message[..end];
        if (reason.StartsWith("The JSON value could not be converted", StringComparison.Ordinal))
        {
            reason = ExpectedValue.At(typeof(T).Name, failure.Path);
        }

        return new JsonException($"{failure.Path}: {reason}", failure.Path, failure.LineNumber, failure.BytePositionInLine, failure);
    }
}
