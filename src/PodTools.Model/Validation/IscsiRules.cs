using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for volumes of iSCSI, whose names follow standards of their own.</summary>
internal static partial class IscsiRules
{
    private const int LongestSession = 63;

    private static readonly Rule Target = new("IscsiVolume", "Names begin with iqn.<year>-<month>.<domain>:<name>, or are eui. with 16 or naa. with 32 letters and digits.");

    /// <summary>Checks the source of a volume.</summary>
    public static void Check(JsonObject source, string volumeName, string volumePath, FieldErrors errors)
    {
        var path = $"{volumePath}.iscsi";
        if (source.Text("iqn") is { Length: > 0 } name)
        {
            CheckName(name, $"{path}.iqn", errors);
        }

        StorageRules.CheckUnit(source.Number("lun") ?? 0, path, errors);
        if ((source.Flag("chapAuthDiscovery") || source.Flag("chapAuthSession")) && !source.Has("secretRef"))
        {
            errors.Required($"{path}.secretRef", Target);
        }

        if (!source.Has("initiatorName"))
        {
            return;
        }

        CheckName(source.Text("initiatorName"), new ReportedField($"{path}.initiatorname", $"{path}.initiatorName"), errors);
        if ($"{volumeName}:{source.Text("targetPortal")}".Length > LongestSession)
        {
            errors.Invalid($"{volumePath}.name", volumeName, "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.", Target);
        }
    }

    private static void CheckName(string name, ReportedField field, FieldErrors errors)
    {
        var standard = name.Length < 3 ? "" : name[..3];
        if (standard is not ("iqn" or "eui" or "naa"))
        {
            errors.Invalid(field, name, "must be valid format starting with iqn, eui, or naa", Target);
        }
        else if (!(standard == "iqn" ? QualifiedName() : standard == "eui" ? ExtendedId() : NetworkAddress()).IsMatch(name))
        {
            errors.Invalid(field, name, "must be valid format", Target);
        }
    }

    [GeneratedRegex(@"^iqn\.[0-9]{4}-[0-9]{2}\.[A-Za-z0-9.-]+:[^,;*&$|\s]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^eui.[A-Za-z0-9]{16}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ExtendedId();

    [GeneratedRegex(@"^naa.[A-Za-z0-9]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NetworkAddress();
}
