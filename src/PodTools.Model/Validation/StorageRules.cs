using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for volumes of storage networks, and for claims that are made with the pod.</summary>
internal static class StorageRules
{
    private const int HighestUnit = 255;
    private static readonly string[] IscsiNames = ["iqn", "eui", "naa"];
    private static readonly Rule Storage = new("VolumeField");

    /// <summary>Checks the source of a volume.</summary>
    /// <param name="kind">Its kind: ephemeral, fc, rbd or iscsi.</param>
    /// <param name="source">The source.</param>
    /// <param name="path">Its path.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(string kind, JsonObject source, string path, FieldErrors errors)
    {
        switch (kind)
        {
            case "ephemeral":
                CheckClaim(source.Object("volumeClaimTemplate").Object("spec"), $"{path}.volumeClaimTemplate.spec", errors);
                break;
            case "fc":
                CheckFibreChannel(source, path, errors);
                break;
            case "rbd" when !source.Texts("monitors").Any():
                errors.Required($"{path}.monitors", Storage);
                break;
            case "iscsi":
                CheckIscsi(source, path, errors);
                break;
            default:
                break;
        }
    }

    private static void CheckClaim(JsonObject? claim, string path, FieldErrors errors)
    {
        if (!claim.Texts("accessModes").Any())
        {
            errors.Required($"{path}.accessModes", Storage, "at least 1 access mode is required");
        }

        if (!claim.Object("resources").Object("requests").Has("storage"))
        {
            errors.Required($"{path}.resources[storage]", Storage);
        }
    }

    private static void CheckFibreChannel(JsonObject source, string path, FieldErrors errors)
    {
        var (names, ids) = (source.Texts("targetWWNs").Any(), source.Texts("wwids").Any());
        if (!names && !ids)
        {
            errors.Required($"{path}.targetWWNs", Storage, "must specify either targetWWNs or wwids, but not both");
        }
        else if (names && ids)
        {
            errors.InvalidLiteral(
                $"{path}.targetWWNs", GoText.Texts(source.Texts("targetWWNs")), "targetWWNs and wwids can not be specified simultaneously", Storage);
        }
        else if (names)
        {
            CheckUnit(source.Number("lun"), path, errors);
        }
    }

    private static void CheckIscsi(JsonObject source, string path, FieldErrors errors)
    {
        if (source.Text("iqn") is { Length: > 0 } name && !IscsiNames.Any(start => name.StartsWith(start, StringComparison.Ordinal)))
        {
            errors.Invalid($"{path}.iqn", name, "must be valid format starting with iqn, eui, or naa", Storage);
        }

        CheckUnit(source.Number("lun") ?? 0, path, errors);
    }

    private static void CheckUnit(long? unit, string path, FieldErrors errors)
    {
        if (unit is null)
        {
            errors.Required($"{path}.lun", Storage, "lun is required if targetWWNs is specified");
        }

        errors.Between($"{path}.lun", unit, 0, HighestUnit, Storage);
    }
}
