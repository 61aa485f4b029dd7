using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Schema;

/// <summary>Quantities in trees: the API server rewrites them in their canonical form.</summary>
internal static class QuantityText
{
    /// <summary>Rewrites the values of a map of quantities.</summary>
    public static void Canonicalize(JsonObject parent, string map)
    {
        if (parent.Object(map) is { } quantities)
        {
            foreach (var name in quantities.Select(entry => entry.Key).ToList())
            {
                CanonicalizeField(quantities, name);
            }
        }
    }

    /// <summary>Rewrites one field; what is no quantity stays as it is.</summary>
    public static void CanonicalizeField(JsonObject parent, string field)
    {
        if (JsonFields.AsQuantity(parent[field]) is { } quantity)
        {
            parent[field] = quantity.Canonical;
        }
    }
}
