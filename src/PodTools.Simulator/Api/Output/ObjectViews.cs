using System.Globalization;
using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Output;

/// <summary>Parts of objects in the shapes that <c>meta.k8s.io</c> gives them.</summary>
internal static class ObjectViews
{
    /// <summary>The metadata of an object as an object of its own.</summary>
    public static JsonObject MetadataOf(StoredObject stored, string version)
    {
        var metadata = stored.ToJson()["metadata"]!;
        return new JsonObject
        {
            ["kind"] = "PartialObjectMetadata",
            ["apiVersion"] = $"meta.k8s.io/{version}",
            ["metadata"] = metadata.DeepClone(),
        };
    }

    /// <summary>A resource version as objects and lists carry it.</summary>
    public static string VersionOf(StoredObject stored) => stored.Version.ToString(CultureInfo.InvariantCulture);
}
