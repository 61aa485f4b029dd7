using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>What may not change in the metadata of an object. A changed creationTimestamp is no error: the server keeps its own.</summary>
internal static class MetadataUpdateRules
{
    private static readonly string[] Immutable = ["name", "namespace", "uid", "deletionTimestamp", "deletionGracePeriodSeconds"];

    private static readonly Rule Identity = new("ImmutableMetadata", "Delete the object and create it anew, or leave the field as it is.");
    private static readonly Rule Finalizers = new("FinalizersOfTerminating", "An object that is being deleted can only lose finalizers.");

    /// <summary>Checks an update.</summary>
    public static void Check(JsonObject? updated, JsonObject? current, FieldErrors errors)
    {
        foreach (var field in Immutable.Where(field => current.Has(field) && updated.Has(field) && !JsonMeaning.Same(updated?[field], current?[field])))
        {
            errors.InvalidLiteral($"metadata.{field}", updated![field]!.ToJsonString(), "field is immutable", Identity);
        }

        var added = updated.Texts("finalizers").Except(current.Texts("finalizers")).ToList();
        if (current.Has("deletionTimestamp") && added.Count > 0)
        {
            errors.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers {GoText.Texts(added)}", Finalizers);
        }

        MetadataRules.CheckMaps(updated, "metadata", errors);
    }
}
