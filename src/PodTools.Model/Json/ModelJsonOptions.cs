using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PodTools.Json;

/// <summary>How the model is read and written.</summary>
internal static class ModelJsonOptions
{
    /// <summary>The options of every call of <see cref="KubernetesJson"/>; nothing is written that was not given.</summary>
    public static JsonSerializerOptions Shared { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = ModelJsonContext.Default.WithAddedModifier(WriteOnlyWhatWasGiven),
            Converters = { new TimeConverter() },
            // The text goes to an API server or to people, never into a web page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            AllowTrailingCommas = false,
            ReadCommentHandling = JsonCommentHandling.Disallow,
        };
        options.MakeReadOnly();
        return options;
    }

    private static void WriteOnlyWhatWasGiven(JsonTypeInfo type)
    {
        if (!typeof(ApiObject).IsAssignableFrom(type.Type))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            // What is ignored has neither; what is computed has no setter.
            if (property is not { IsExtensionData: false, Name: var name, Get: { } get, Set: { } set })
            {
                continue;
            }

            property.Get = owner => get(owner) is var value && value is IUnset { Count: 0 } ? null : value;
            property.Set = (owner, value) => Remember((ApiObject)owner, name, value, set);
            property.ShouldSerialize = (owner, value) => value is not null || ((ApiObject)owner).ExplicitNulls?.Contains(name) == true;
        }
    }

    private static void Remember(ApiObject owner, string name, object? value, Action<object, object?> set)
    {
        if (value is null)
        {
            (owner.ExplicitNulls ??= new(StringComparer.Ordinal)).Add(name);
        }

        set(owner, value);
    }
}
