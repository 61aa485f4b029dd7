using System.Text;
using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Yaml;

namespace PodTools.Validation;

/// <summary>The rules for <c>metadata</c>, and for labels wherever they stand.</summary>
internal static class MetadataRules
{
    private const string Orphan = "orphan";
    private const string Foreground = "foregroundDeletion";

    private static readonly string[] StandardFinalizers = ["kubernetes", Orphan, Foreground];

    private static readonly Rule Name = new("ObjectName", "Name the pod with lower case letters, digits, '-' and '.', at most 253 characters.");
    private static readonly Rule Namespace = new("NamespaceName", "Use lower case letters, digits and '-', at most 63 characters.");
    private static readonly Rule Label = new("Label", "Keys have an optional DNS prefix and '/'; keys and values use letters, digits, '-', '_' and '.', at most 63 characters.");
    private static readonly Rule Annotation = new("Annotation", "Keys have an optional DNS prefix and '/', then letters, digits, '-', '_' and '.', at most 63 characters.");
    private static readonly Rule AnnotationSize = new("AnnotationSize", "Move the data into a ConfigMap, a Secret or a volume.");
    private static readonly Rule Generation = new("Generation", "Leave it out: the server counts it.");
    private static readonly Rule Owner = new("OwnerReference");
    private static readonly Rule Finalizer = new("Finalizer", "Name the finalizer with a domain of yours: example.com/name.");

    /// <summary>Checks the metadata of an object.</summary>
    /// <param name="metadata">The metadata; null counts as empty.</param>
    /// <param name="path">Its path.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(JsonObject? metadata, string path, FieldErrors errors)
    {
        var generateName = metadata.Text("generateName");
        var name = metadata.Text("name");
        if (generateName.Length > 0)
        {
            // What follows is appended by the server, so the prefix may end with a hyphen.
            errors.InvalidEach($"{path}.generateName", generateName, NameSyntax.DnsSubdomain(generateName.EndsWith('-') ? generateName[..^1] + "a" : generateName), Name);
        }

        if (name.Length > 0)
        {
            errors.InvalidEach($"{path}.name", name, NameSyntax.DnsSubdomain(name), Name);
        }
        else if (generateName.Length == 0)
        {
            errors.Required($"{path}.name", Name, "name or generateName is required");
        }

        if (metadata.Text("namespace") is { Length: > 0 } space)
        {
            errors.InvalidEach($"{path}.namespace", space, NameSyntax.DnsLabel(space), Namespace);
        }

        errors.NotNegative($"{path}.generation", metadata.Number("generation"), Generation);
        CheckContents(metadata, path, errors);
        CheckFinalizerDomains(metadata, path, errors);
    }

    /// <summary>Checks what the metadata of any kind of object may hold, apart from its name.</summary>
    public static void CheckContents(JsonObject? metadata, string path, FieldErrors errors)
    {
        CheckMaps(metadata, path, errors);
        CheckOwners(metadata, path, errors);
        var finalizers = metadata.Texts("finalizers").ToList();
        foreach (var (finalizer, place) in Finalizers(metadata, path))
        {
            errors.InvalidEach(new ReportedField($"{path}.finalizers", place), finalizer, NameSyntax.QualifiedName(finalizer), Finalizer);
        }

        if (finalizers.Contains(Orphan) && finalizers.Contains(Foreground))
        {
            errors.InvalidLiteral($"{path}.finalizers", GoText.Texts(finalizers), $"finalizer {Orphan} and {Foreground} cannot be both set", Finalizer);
        }
    }

    /// <summary>Finalizers without a domain are Kubernetes' own.</summary>
    public static void CheckFinalizerDomains(JsonObject? metadata, string path, FieldErrors errors)
    {
        foreach (var (finalizer, field) in Finalizers(metadata, path))
        {
            if (!finalizer.Contains('/', StringComparison.Ordinal) && !StandardFinalizers.Contains(finalizer))
            {
                errors.Invalid(field, finalizer, "name is neither a standard finalizer name nor is it fully qualified", Finalizer);
            }
        }
    }

    /// <summary>Checks labels and annotations alone: of an update, or of a pod template, which needs no name.</summary>
    public static void CheckMaps(JsonObject? metadata, ReportedField path, FieldErrors errors)
    {
        CheckLabels(metadata, "labels", path, errors);
        CheckAnnotations(metadata, path, errors);
    }

    /// <summary>Checks a map of labels: of metadata, of a selector, of a node selector.</summary>
    public static void CheckLabels(JsonObject? parent, string map, ReportedField path, FieldErrors errors)
    {
        var field = path.Child(map);
        foreach (var (key, value) in parent.Map(map))
        {
            errors.InvalidEach(field, key, NameSyntax.QualifiedName(key), Label);
            errors.InvalidEach(field, value, NameSyntax.LabelValue(value), Label);
        }
    }

    /// <summary>Checks a single key that must be that of a label.</summary>
    public static void CheckLabelKey(string key, string field, FieldErrors errors) => errors.InvalidEach(field, key, NameSyntax.QualifiedName(key), Label);

    private static void CheckAnnotations(JsonObject? metadata, ReportedField path, FieldErrors errors)
    {
        var total = 0;
        foreach (var (key, value) in metadata.Map("annotations"))
        {
            errors.InvalidEach(path.Child("annotations"), key, NameSyntax.AnnotationKey(key), Annotation);
            total += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
        }

        if (total > PodValidator.MaxAnnotationBytes)
        {
            errors.TooLong(path.Child("annotations"), PodValidator.MaxAnnotationBytes, AnnotationSize);
        }
    }

    private static void CheckOwners(JsonObject? metadata, string path, FieldErrors errors)
    {
        // The server keeps one of several that are the same.
        var owners = metadata.Items("ownerReferences", path)
            .Aggregate(new List<(JsonObject Item, string Path)>(), (kept, next) => kept.Exists(one => JsonMeaning.Same(one.Item, next.Item)) ? kept : [.. kept, next]);
        foreach (var (owner, ownerPath) in owners)
        {
            CheckOwner(owner, new ReportedField($"{path}.ownerReferences", ownerPath), errors);
        }

        var controllers = owners.Where(owner => owner.Item.Flag("controller")).Select(owner => $"{owner.Item.Text("kind")}/{owner.Item.Text("name")}").ToList();
        foreach (var other in controllers.Skip(1))
        {
            errors.InvalidLiteral(
                $"{path}.ownerReferences", "[]", $"Only one reference can have Controller set to true. Found \"true\" in references for {controllers[0]} and {other}", Owner);
        }
    }

    /// <summary>The server leaves the index of the reference out of the paths.</summary>
    private static void CheckOwner(JsonObject owner, ReportedField reference, FieldErrors errors)
    {
        var version = owner.Text("apiVersion");
        if (version.Length == 0 || version.Count(letter => letter == '/') > 1)
        {
            errors.Invalid(reference.Child("apiVersion"), version, "version must not be empty", Owner);
        }

        foreach (var field in new[] { "kind", "name", "uid" })
        {
            if (owner.Text(field).Length == 0)
            {
                errors.Invalid(reference.Child(field), "", $"{field} must not be empty", Owner);
            }
        }

        if (version == "v1" && owner.Text("kind") == "Event")
        {
            errors.InvalidLiteral(reference, "{}", "/v1, Kind=Event is disallowed from being an owner", Owner);
        }
    }

    private static IEnumerable<(string Finalizer, string Field)> Finalizers(JsonObject? metadata, string path) =>
        metadata.Texts("finalizers").Select((finalizer, i) => (finalizer, FieldPath.Item($"{path}.finalizers", i)));
}
