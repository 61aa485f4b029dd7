using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for the claim of storage that is made together with a pod.</summary>
internal static class ClaimRules
{
    private const string AloneMode = "ReadWriteOncePod";
    private const string ClaimKind = "PersistentVolumeClaim";

    private static readonly string[] AccessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", AloneMode];
    private static readonly string[] VolumeModes = ["Block", "Filesystem"];

    /// <summary>What the metadata of the template may not have, since the claim gets it from the pod.</summary>
    private static readonly string[] NotInTemplate = ["name", "generateName", "namespace", "ownerReferences", "finalizers"];

    private static readonly string[] DataSources = ["dataSource", "dataSourceRef"];

    private static readonly Rule Claim = new("VolumeClaim");

    /// <summary>Checks the template of the claim in a volume.</summary>
    public static void CheckTemplate(JsonObject source, string path, FieldErrors errors)
    {
        if (source.Object("volumeClaimTemplate") is not { } template)
        {
            errors.Required(path, Claim);
            return;
        }

        var metadata = template.Object("metadata");
        MetadataRules.CheckMaps(metadata, $"{path}.metadata", errors);
        foreach (var field in NotInTemplate.Where(field => metadata?[field] is not null and not JsonArray { Count: 0 } && (metadata[field] is not JsonValue || metadata.Text(field).Length > 0)))
        {
            errors.Forbidden($"{path}.metadata.{field}", "cannot be set", Claim);
        }

        CheckSpec(template.Object("spec") ?? [], $"{path}.spec", errors);
    }

    private static void CheckSpec(JsonObject claim, string path, FieldErrors errors)
    {
        CheckAccess(claim.Texts("accessModes").ToList(), $"{path}.accessModes", errors);
        if (claim.Object("selector") is { } selector)
        {
            SelectorRules.CheckLabelSelector(selector, $"{path}.selector", errors);
        }

        CheckSize(claim.Object("resources").Object("requests"), new ReportedField($"{path}.resources[storage]", $"{path}.resources.requests.storage"), errors);
        if (claim.Text("storageClassName") is { Length: > 0 } storageClass)
        {
            errors.InvalidEach($"{path}.storageClassName", storageClass, NameSyntax.DnsSubdomain(storageClass), Claim);
        }

        errors.OneOf($"{path}.volumeMode", claim.Text("volumeMode"), VolumeModes, Claim);
        foreach (var field in DataSources)
        {
            if (claim.Object(field) is { } data)
            {
                CheckDataSource(data, $"{path}.{field}", errors);
            }
        }

        if (claim.Object("dataSource") is { } first && claim.Object("dataSourceRef") is { } second && !JsonMeaning.Same(first, second))
        {
            errors.InvalidLiteral(path, "dataSource", "must match dataSourceRef", Claim);
        }
    }

    private static void CheckAccess(List<string> modes, string field, FieldErrors errors)
    {
        if (modes.Count == 0)
        {
            errors.Required(field, Claim, "at least 1 access mode is required");
        }

        foreach (var mode in modes.Where(mode => !AccessModes.Contains(mode)))
        {
            errors.NotSupported(field, mode, AccessModes, Claim);
        }

        if (modes.Contains(AloneMode) && modes.Exists(mode => mode != AloneMode))
        {
            errors.Forbidden(field, $"may not use {AloneMode} with other access modes", Claim);
        }
    }

    private static void CheckSize(JsonObject? requests, ReportedField field, FieldErrors errors)
    {
        if (!requests.Has("storage"))
        {
            errors.Required(field, Claim);
        }
        else if (JsonFields.AsQuantity(requests!["storage"]) is { } size && size <= Quantity.FromDecimal(0))
        {
            errors.Invalid(field, size.Canonical, "must be greater than zero", Claim);
        }
    }

    private static void CheckDataSource(JsonObject source, string path, FieldErrors errors)
    {
        RequiredFields.Check(source, path, errors, "name", "kind");
        if (source.Text("apiGroup").Length == 0 && source.Text("kind") != ClaimKind)
        {
            errors.Invalid(path, source.Text("kind"), $"must be '{ClaimKind}' when referencing the default apiGroup", Claim);
        }
    }
}
