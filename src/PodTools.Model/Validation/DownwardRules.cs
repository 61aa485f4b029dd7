using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for references to fields and resources of the pod itself.</summary>
internal static partial class DownwardRules
{
    private static readonly string[] KnownFields =
    [
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.restartPolicy",
        "spec.serviceAccountName", "spec.schedulerName", "spec.host", "status.phase", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
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
    /// <param name="subscripts">Whether single labels and annotations may be.</param>
    /// <param name="errors">Where errors go.</param>
    public static void CheckFieldRef(JsonObject reference, string path, IReadOnlyCollection<string> allowed, bool subscripts, FieldErrors errors)
    {
        var fieldPath = reference.Text("fieldPath");
        var subscript = Subscript().Match(fieldPath);
        var name = subscript.Success ? subscript.Groups["map"].Value : fieldPath;
        if (fieldPath.Length == 0)
        {
            errors.Required($"{path}.fieldPath", Field);
        }
        else if (!KnownFields.Contains(name))
        {
            errors.Invalid($"{path}.fieldPath", fieldPath, $"error converting fieldPath: field label not supported: {fieldPath}", Field);
        }
        else if (subscript.Success && (!subscripts || name is not ("metadata.labels" or "metadata.annotations")))
        {
            errors.Invalid(path, name, "does not support subscript", Field);
        }
        else if (subscript.Success)
        {
            var key = subscript.Groups["key"].Value;
            errors.InvalidEach(path, key, name == "metadata.labels" ? NameSyntax.QualifiedName(key) : NameSyntax.AnnotationKey(key), Field);
        }
        else if (!allowed.Contains(name))
        {
            errors.NotSupported($"{path}.fieldPath", fieldPath, allowed, Field);
        }
    }

    /// <summary>Checks a reference to a request or limit.</summary>
    public static void CheckResourceRef(JsonObject reference, string path, bool needsContainer, FieldErrors errors)
    {
        var resource = reference.Text("resource");
        if (needsContainer && reference.Text("containerName").Length == 0)
        {
            errors.Required($"{path}.containerName", Resource);
        }
        else if (resource.Length == 0)
        {
            errors.Required($"{path}.resource", Resource);
        }
        else if (!Resources.Contains(resource) && !resource.StartsWith("limits.hugepages-", StringComparison.Ordinal) && !resource.StartsWith("requests.hugepages-", StringComparison.Ordinal))
        {
            errors.NotSupported($"{path}.resource", resource, Resources, Resource);
        }

        CheckDivisor(reference, resource, path, errors);
    }

    private static void CheckDivisor(JsonObject reference, string resource, string path, FieldErrors errors)
    {
        if (JsonFields.AsQuantity(reference["divisor"]) is not { IsZero: false } divisor)
        {
            return;
        }

        var text = divisor.Canonical;
        var isCpu = resource.EndsWith(".cpu", StringComparison.Ordinal);
        if (isCpu ? text is not ("1" or "1m") : !SizeDivisors.Contains(text))
        {
            var allowed = isCpu ? "1m and 1" : "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";
            errors.Invalid($"{path}.divisor", text, $"only divisor's values {allowed} are supported with the {resource[(resource.IndexOf('.', StringComparison.Ordinal) + 1)..]} resource", Resource);
        }
    }

    [GeneratedRegex(@"^(?<map>[^\[]+)\['(?<key>.*)'\]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Subscript();
}
