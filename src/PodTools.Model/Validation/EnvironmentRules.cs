using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for environment variables and where they come from.</summary>
internal static class EnvironmentRules
{
    private static readonly string[] Sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

    private static readonly string[] BulkSources = ["configMapRef", "secretRef"];
    private static readonly string[] KeySources = ["configMapKeyRef", "secretKeyRef"];

    private static readonly string[] FieldsForVariables =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs",
        "status.podIP", "status.podIPs",
    ];

    private static readonly Rule Name = new("EnvName", "Begin with a letter or '_', then letters, digits, '_', '-' and '.'.");
    private static readonly Rule StrictName = new("EnvName", "Begin with a letter or '_', then letters, digits, '_', '-' and '.': shells and most programs see no other variables.", ServerVersions.Before(32));
    private static readonly Rule Source = new("EnvSource", "Give a variable either a value or one source.");
    private static readonly Rule KeyReference = new("KeyReference", "Name the object and the key in it.");

    /// <summary>Checks the variables of a container.</summary>
    public static void Check(JsonObject container, string path, FieldErrors errors)
    {
        foreach (var (variable, variablePath) in container.Items("env", path))
        {
            CheckName(variable.Text("name"), $"{variablePath}.name", errors);
            if (variable.Object("valueFrom") is { } source)
            {
                CheckSource(variable, source, $"{variablePath}.valueFrom", errors);
            }
        }

        foreach (var (source, sourcePath) in container.Items("envFrom", path))
        {
            CheckBulkSource(source, new ReportedField($"{path}.envFrom", sourcePath), errors);
        }
    }

    /// <summary>What is no name for any server is an error; what newer ones take is checked by the rule of the older ones.</summary>
    private static void CheckName(string name, string field, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required(field, Name);
        }

        var rule = name.All(letter => letter is >= ' ' and <= '~' and not '=') ? StrictName : Name;
        errors.InvalidEach(field, name, name.Length == 0 ? [] : NameSyntax.EnvironmentVariable(name), rule);
    }

    private static void CheckSource(JsonObject variable, JsonObject source, string path, FieldErrors errors)
    {
        if (source.Object("fieldRef") is { } field)
        {
            DownwardRules.CheckFieldRef(field, $"{path}.fieldRef", FieldsForVariables, errors);
        }

        if (source.Object("resourceFieldRef") is { } resource)
        {
            DownwardRules.CheckResourceRef(resource, $"{path}.resourceFieldRef", needsContainer: false, errors);
        }

        foreach (var name in KeySources)
        {
            if (source.Object(name) is { } reference)
            {
                CheckKey(reference, $"{path}.{name}", errors);
            }
        }

        var count = Sources.Count(source.Has);
        if (count == 0)
        {
            errors.Invalid(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`", Source);
        }
        else if (variable.Text("value").Length > 0)
        {
            errors.Invalid(path, "", "may not be specified when `value` is not empty", Source);
        }
        else if (count > 1)
        {
            errors.Invalid(path, "", "may not have more than one field specified at a time", Source);
        }
    }

    private static void CheckKey(JsonObject reference, string path, FieldErrors errors)
    {
        errors.InvalidEach($"{path}.name", reference.Text("name"), NameSyntax.DnsSubdomain(reference.Text("name")), KeyReference);
        errors.RequiredName($"{path}.key", reference.Text("key"), NameSyntax.ConfigKey, KeyReference);
    }

    private static void CheckBulkSource(JsonObject source, ReportedField all, FieldErrors errors)
    {
        var path = all.Place;
        if (source.Text("prefix") is { Length: > 0 } prefix)
        {
            CheckName(prefix, $"{path}.prefix", errors);
        }

        var references = BulkSources.Where(source.Has).ToList();
        foreach (var reference in references)
        {
            errors.RequiredName($"{path}.{reference}.name", source.Object(reference).Text("name"), NameSyntax.DnsSubdomain, KeyReference);
        }

        if (references.Count == 0)
        {
            errors.Invalid(all, "", "must specify one of: `configMapRef` or `secretRef`", Source);
        }
        else if (references.Count > 1)
        {
            errors.Invalid(all, "", "may not have more than one field specified at a time", Source);
        }
    }
}
