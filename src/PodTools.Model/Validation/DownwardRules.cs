using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for references to fields and resources of the pod itself.</summary>
internal static partial class DownwardRules
{
    /// <summary>What the field was called before v1, which servers still take.</summary>
    private const string OldNodeName = "spec.host";
    private const string NodeName = "spec.nodeName";

    private static readonly string[] KnownFields =
    [
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid", NodeName, "spec.restartPolicy",
        "spec.serviceAccountName", "spec.schedulerName", OldNodeName, "status.phase", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    private static readonly string[] Resources =
    [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory",
    ];

    private static readonly string[] SizeDivisors = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

    private static readonly Rule Field = new("FieldReference", "A pod can see some of its own fields only, such as metadata.name, metadata.labels['key'], spec.nodeName or status.podIP.");
    private static readonly Rule Resource = new("ResourceReference");

    /// <summary>Checks a reference to a field.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="path">Its path.</param>
    /// <param name="allowed">What may be referred to here.</param>
    /// <param name="errors">Where errors go.</param>
    public static void CheckFieldRef(JsonObject reference, ReportedField path, IReadOnlyCollection<string> allowed, FieldErrors errors)
    {
        var fieldPath = reference.Text("fieldPath");
        var version = reference.Text("apiVersion");
        var subscript = Subscript().Match(fieldPath);
        var name = subscript.Success ? subscript.Groups["map"].Value : fieldPath;
        if (fieldPath.Length == 0)
        {
            errors.Required(path.Child("fieldPath"), Field);
        }
        else if (version is not ("" or "v1"))
        {
            errors.Invalid(path.Child("fieldPath"), fieldPath, $"error converting fieldPath: unsupported pod version: {version}", Field);
        }
        else if (subscript.Success && name is not ("metadata.labels" or "metadata.annotations"))
        {
            errors.Invalid(path.Child("fieldPath"), fieldPath, $"error converting fieldPath: field label does not support subscript: {fieldPath}", Field);
        }
        else if (!KnownFields.Contains(name))
        {
            errors.Invalid(path.Child("fieldPath"), fieldPath, $"error converting fieldPath: field label not supported: {fieldPath}", Field);
        }
        else if (subscript.Success)
        {
            var key = name == "metadata.labels" ? subscript.Groups["key"].Value : subscript.Groups["key"].Value.ToLowerInvariant();
            errors.InvalidEach(path, key, NameSyntax.QualifiedName(key), Field);
        }
        else if (!allowed.Contains(name == OldNodeName ? NodeName : name))
        {
            errors.NotSupported(path.Child("fieldPath"), fieldPath, allowed, Field);
        }
    }

    /// <summary>Checks a reference to a request or limit.</summary>
    public static void CheckResourceRef(JsonObject reference, ReportedField path, bool needsContainer, FieldErrors errors)
    {
        var resource = reference.Text("resource");
        if (needsContainer && reference.Text("containerName").Length == 0)
        {
            errors.Required(path.Child("containerName"), Resource);
        }
        else if (resource.Length == 0)
        {
            errors.Required(path.Child("resource"), Resource);
        }
        else if (!IsKnown(resource))
        {
            errors.NotSupported(path.Child("resource"), resource, Resources, Resource);
        }

        CheckDivisor(reference, resource, path, errors);
    }

    private static void CheckDivisor(JsonObject reference, string resource, ReportedField path, FieldErrors errors)
    {
        if (!IsKnown(resource) || JsonFields.AsQuantity(reference["divisor"]) is not { IsZero: false } divisor)
        {
            return;
        }

        var isCpu = resource.EndsWith(".cpu", StringComparison.Ordinal);
        if (isCpu ? divisor.Canonical is not ("1" or "1m") : !SizeDivisors.Contains(divisor.Canonical))
        {
            var allowed = isCpu ? "1m and 1" : string.Join(", ", SizeDivisors);
            errors.Invalid(path.Child("divisor"), resource, $"only divisor's values {allowed} are supported with the {NounFor(resource)} resource", Resource);
        }
    }

    private static bool IsKnown(string resource) => Resources.Contains(resource)
        || resource.StartsWith("limits.hugepages-", StringComparison.Ordinal) || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    /// <summary>What the server calls a resource in the message about its divisor.</summary>
    private static string NounFor(string resource) => resource[(resource.IndexOf('.', StringComparison.Ordinal) + 1)..] switch
    {
        "ephemeral-storage" => "local ephemeral storage",
        var pages when pages.StartsWith("hugepages-", StringComparison.Ordinal) => "hugepages",
        var name => name,
    };

    [GeneratedRegex(@"^(?<map>[^\[]+)\['(?<key>.*)'\]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Subscript();
}
