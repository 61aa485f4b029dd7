using System.Text.Json;
using System.Text.Json.Serialization;

namespace PodTools;

/// <summary>What all objects of the API have in common: nothing that a server said is lost by reading and writing them.</summary>
public abstract class ApiObject
{
    /// <summary>
    /// The fields that this version of the model does not know, as they were read. They are written back unchanged. Null when
    /// there are none.
    /// </summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>
    /// The names of known fields that were given as an explicit <c>null</c>, such as <c>lastProbeTime</c>, and are to be
    /// written so again.
    /// </summary>
    internal HashSet<string>? ExplicitNulls { get; set; }
}
