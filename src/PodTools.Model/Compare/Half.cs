using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Compare;

/// <summary>One side of a comparison at some place: what was meant there, and all that is there.</summary>
/// <param name="Meant">Without what the server filled in.</param>
/// <param name="Full">With everything, to tell what the server filled in with the very value that the other side means.</param>
internal readonly record struct Half(JsonObject Meant, JsonObject Full)
{
    /// <summary>A field of it that is an object.</summary>
    public Half Inner(string name) => new(Meant.Object(name) ?? [], Full.Object(name) ?? []);

    /// <summary>What a field means: nothing, when only the server has something there and the other side means another value.</summary>
    public JsonNode? Value(string name, JsonNode? other)
    {
        var meant = Meant[name];
        return JsonMeaning.IsNothing(meant) && !JsonMeaning.IsNothing(other) && JsonMeaning.Same(Full[name], other) ? other : meant;
    }
}
