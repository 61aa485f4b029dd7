using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for volumes whose files are made of other objects: config maps, secrets, tokens, and the pod's own fields.</summary>
internal static class ProjectionRules
{
    private const int MaxFileMode = 0b111_111_111;
    private const int ShortestToken = 10 * 60;
    private const long LongestToken = 1L << 32;

    private static readonly string[] Kinds = ["secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate"];
    private static readonly string[] FieldsForFiles = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    private static readonly Rule Source = new("VolumeSource", "Give each source exactly one kind: configMap, secret, downwardAPI or serviceAccountToken.");
    private static readonly Rule SourceField = new("VolumeField");
    private static readonly Rule Token = new("ServiceAccountToken");
    private static readonly Rule TokenPath = new("ServiceAccountTokenPath", "Keep the token within the volume: a relative path without '..'.", ServerVersions.From(29));
    private static readonly Rule FileMode = new("FileMode", "Write the mode with a leading 0 in YAML (0644), or as a decimal number (420).");
    private static readonly Rule Files = new("VolumeFiles");

    /// <summary>Checks a volume of a secret or config map.</summary>
    public static void CheckKeys(JsonObject source, string path, FieldErrors errors)
    {
        CheckMode(source, "defaultMode", path, errors);
        CheckItems(source, path, errors);
    }

    /// <summary>Checks a volume of the pod's own fields. The server leaves the files out of the paths that it reports.</summary>
    public static void CheckDownward(JsonObject source, string path, FieldErrors errors)
    {
        CheckMode(source, "defaultMode", path, errors);
        CheckFiles(source, path, errors);
    }

    /// <summary>Checks a volume that joins several sources.</summary>
    public static void CheckProjected(JsonObject projected, string path, FieldErrors errors)
    {
        CheckMode(projected, "defaultMode", path, errors);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (source, sourcePath) in projected.Items("sources", path))
        {
            var given = Kinds.Where(kind => source.Object(kind) is not null).ToList();
            foreach (var kind in given)
            {
                CheckSource(kind, source.Object(kind)!, path, $"{sourcePath}.{kind}", errors);
                CheckNoSharedPath(kind, source.Object(kind)!, new ReportedField(path, sourcePath), seen, errors);
            }

            if (given.Count > 1)
            {
                errors.Forbidden(sourcePath, "may not specify more than 1 volume type", Source);
            }
        }
    }

    private static void CheckSource(string kind, JsonObject source, string volumePath, string path, FieldErrors errors)
    {
        switch (kind)
        {
            case "secret" or "configMap":
                if (source.Text("name").Length == 0)
                {
                    errors.Required($"{path}.name", SourceField);
                }

                CheckItems(source, path, errors);
                break;
            case "downwardAPI":
                CheckFiles(source, path, errors);
                break;
            case "serviceAccountToken":
                CheckToken(source, new ReportedField($"{volumePath}.path", $"{path}.path"), $"{path}.expirationSeconds", errors);
                break;
            default:
                break;
        }
    }

    /// <summary>Two sources must not make the same file.</summary>
    private static void CheckNoSharedPath(string kind, JsonObject source, ReportedField field, HashSet<string> seen, FieldErrors errors)
    {
        foreach (var target in source.Objects("items").Select(item => item.Text("path")).Where(target => target.Length > 0 && !seen.Add(target)))
        {
            errors.Invalid(field, kind == "downwardAPI" ? target : source.Text("name"), "conflicting duplicate paths", Files);
        }
    }

    private static void CheckToken(JsonObject token, ReportedField pathField, string expirationField, FieldErrors errors)
    {
        if (token.Number("expirationSeconds") is { } seconds and (< ShortestToken or > LongestToken))
        {
            errors.Invalid(expirationField, seconds, seconds < ShortestToken ? "may not specify a duration less than 10 minutes" : "may not specify a duration larger than 2^32 seconds", Token);
        }

        if (token.Text("path") is { Length: > 0 } target)
        {
            CheckWithin(target, pathField, TokenPath, errors);
        }
        else
        {
            errors.Required(pathField, Token);
        }
    }

    private static void CheckItems(JsonObject source, string path, FieldErrors errors)
    {
        foreach (var (item, itemPath) in source.Items("items", path))
        {
            if (item.Text("key").Length == 0)
            {
                errors.Required($"{itemPath}.key", Files);
            }

            CheckFilePath(item, itemPath, errors);
            CheckMode(item, "mode", itemPath, errors);
        }
    }

    private static void CheckFiles(JsonObject source, string path, FieldErrors errors)
    {
        foreach (var (file, place) in source.Items("items", path))
        {
            var field = new ReportedField(path, place);
            CheckFilePath(file, field, errors);
            CheckReference(file, field, errors);
            CheckMode(file, "mode", field, errors);
        }
    }

    private static void CheckReference(JsonObject file, ReportedField field, FieldErrors errors)
    {
        switch (file.Object("fieldRef"), file.Object("resourceFieldRef"))
        {
            case ({ } reference, var resource):
                DownwardRules.CheckFieldRef(reference, field.Child("fieldRef"), FieldsForFiles, errors);
                if (resource is not null)
                {
                    errors.Invalid(field, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously", Files);
                }

                break;
            case (null, { } resource):
                DownwardRules.CheckResourceRef(resource, field.Child("resourceFieldRef"), needsContainer: true, errors);
                break;
            default:
                errors.Required(field, Files, "one of fieldRef and resourceFieldRef is required");
                break;
        }
    }

    private static void CheckFilePath(JsonObject item, ReportedField parent, FieldErrors errors)
    {
        var target = item.Text("path");
        if (target.Length == 0)
        {
            errors.Required(parent.Child("path"), Files);
        }

        CheckWithin(target, parent.Child("path"), Files, errors);
    }

    /// <summary>A path that stays within its volume, and out of the names that the kubelet uses itself there.</summary>
    private static void CheckWithin(string target, ReportedField field, Rule rule, FieldErrors errors)
    {
        PathRules.CheckDescending(target, field, rule, errors);
        if (target.StartsWith("..", StringComparison.Ordinal) && !target.StartsWith("../", StringComparison.Ordinal))
        {
            errors.Invalid(field, target, "must not start with '..'", rule);
        }
    }

    private static void CheckMode(JsonObject parent, string name, ReportedField field, FieldErrors errors)
    {
        if (parent.Number(name) is { } mode && (mode < 0 || mode > MaxFileMode))
        {
            errors.Invalid(field.Child(name), mode, "must be a number between 0 and 0777 (octal), both inclusive", FileMode);
        }
    }
}
