using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Schema;
using PodTools.Validation;
using PodTools.Yaml;

namespace PodTools.Manifests;

/// <summary>
/// Checks manifests without a cluster: fields and types against the schema, then every rule of the API server for pods, then
/// what fails only when the pod runs. The templates of pods in other kinds are checked in their place.
/// </summary>
public static class ManifestValidator
{
    private static readonly SchemaType Pod = ApiSchema.Type("Pod");
    private static readonly SchemaType PodSpec = ApiSchema.Type("PodSpec");
    private static readonly SchemaType ObjectMeta = ApiSchema.Type("ObjectMeta");

    /// <summary>Checks an object of a manifest.</summary>
    /// <param name="document">The object, as <see cref="ManifestReader"/> read it.</param>
    /// <returns>What is wrong, in the order of the text; nothing when a server would take it and no rule warns.</returns>
    public static IReadOnlyList<PodManifestIssue> Validate(ManifestDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var found = document.SyntaxIssues.Concat(Kind(document)).Concat(document.Kind switch
        {
            "Pod" or "" => PodIssues(document),
            var kind when PodTemplate.Of(kind) is { } template => TemplateIssues(document, template),
            var kind => [OtherKind(document, kind)],
        });
        return [.. found.OrderBy(issue => issue.Line).ThenBy(issue => issue.Column)];
    }

    private static IEnumerable<PodManifestIssue> Kind(ManifestDocument document)
    {
        if (document.Kind.Length == 0)
        {
            yield return document.Issue("kind") with { Rule = "ObjectKind", Message = "Required value", Advice = "Write 'kind: Pod'." };
        }

        var expected = document.Kind == "Pod" ? "v1" : PodTemplate.Of(document.Kind)?.ApiVersion;
        if (document.ApiVersion.Length == 0)
        {
            yield return document.Issue("apiVersion") with { Rule = "ApiVersion", Message = "Required value", Advice = $"Write 'apiVersion: {expected ?? "v1"}'." };
        }
        else if (expected is not null && document.ApiVersion != expected)
        {
            yield return document.Issue("apiVersion") with
            {
                Rule = "ApiVersion",
                Message = $"no kind \"{document.Kind}\" is registered for version \"{document.ApiVersion}\"",
                Advice = $"Write 'apiVersion: {expected}'.",
            };
        }
    }

    private static IEnumerable<PodManifestIssue> PodIssues(ManifestDocument document)
    {
        var schema = SchemaChecker.Check(document.Root, Pod);
        return Issues(document, schema, PodValidator.Validate(document.Root), PodWarnings.Find(document.Root));
    }

    private static IEnumerable<PodManifestIssue> TemplateIssues(ManifestDocument document, PodTemplate template)
    {
        var pod = template.From(document.Root);
        var metadata = pod.Object("metadata");
        var spec = pod.Object("spec");
        var schema = Part(document.Root.Object("metadata"), ObjectMeta, "metadata")
            .Concat(Part(metadata, ObjectMeta, $"{template.Path}.metadata"))
            .Concat(Part(spec, PodSpec, $"{template.Path}.spec"))
            .Concat(StrayFields(pod, template.Path)).ToList();
        var errors = WorkloadRules.Check(document.Root, template);
        return pod is null
            ? Issues(document, schema, errors, [])
            : Issues(document, schema, [.. errors, .. PodValidator.ValidateTemplate(pod, template.Path)], PodWarnings.FindIn(metadata, spec, template.Path));

        static IEnumerable<SchemaProblem> Part(JsonObject? tree, SchemaType type, string path) => tree is null ? [] : SchemaChecker.Check(tree, type, path);
    }

    /// <summary>What stands in a template beside its two fields.</summary>
    private static IEnumerable<SchemaProblem> StrayFields(JsonObject? template, string path) =>
        (template ?? []).Where(field => field.Key is not ("metadata" or "spec")).Select(field =>
        {
            var place = FieldPath.Field(path, field.Key);
            var message = $"unknown field \"{place}\"";
            var advice = Pod.Field(field.Key) is null ? FieldAdvice.For(field.Key, [(Pod, path)]) : "Remove it: the template of a pod has metadata and spec only.";
            return new SchemaProblem(SchemaProblemKind.UnknownField, place, message, message, advice);
        });

    /// <summary>A field of a wrong type breaks rules as well, as if it were empty; the type alone is the point then.</summary>
    private static IEnumerable<PodManifestIssue> Issues(
        ManifestDocument document, IReadOnlyCollection<SchemaProblem> schema, IEnumerable<FieldError> errors, IEnumerable<FieldWarning> warnings)
    {
        var mistyped = schema.Where(problem => problem.Kind == SchemaProblemKind.WrongType).Select(problem => problem.Field).ToList();
        return schema.Select(problem => document.Issue(problem.Field) with { Rule = problem.Kind.ToString(), Message = problem.Message, Advice = problem.Advice })
            .Concat(errors.Where(error => !mistyped.Exists(field => error.Place.StartsWith(field, StringComparison.Ordinal))).Select(error => BrokenRule(document, error)))
            .Concat(warnings.Select(warning => document.Issue(warning.Field) with
            {
                Rule = warning.Rule,
                Message = warning.Message,
                Advice = warning.Advice,
                Severity = PodManifestSeverity.Warning,
            }));
    }

    /// <summary>What only some of the servers refuse is a warning: the manifest may be meant for one of the others.</summary>
    private static PodManifestIssue BrokenRule(ManifestDocument document, FieldError error) => document.Issue(error.Field, document.Locate(error.Place)) with
    {
        Rule = error.Rule,
        Message = error.Message,
        Advice = error.Versions.AreAll ? error.Advice : $"{error.Advice} Only API servers {error.Versions} refuse it.".TrimStart(),
        Severity = error.Versions.AreAll ? PodManifestSeverity.Error : PodManifestSeverity.Warning,
    };

    /// <summary>A misspelt kind is an error; another kind is not, for files often hold a service or a config map beside the pod.</summary>
    private static PodManifestIssue OtherKind(ManifestDocument document, string kind) =>
        NearestName.Of(kind, PodTemplate.Kinds.Append("Pod")) is { } nearest
            ? document.Issue("kind") with
            {
                Rule = "ObjectKind",
                Message = $"no kind \"{kind}\" is registered for version \"{document.ApiVersion}\"",
                Advice = $"Did you mean '{nearest}'?",
            }
            : document.Issue("kind") with
            {
                Rule = "OtherKind",
                Message = $"{kind} is not a pod and holds none, so it is not checked",
                Severity = PodManifestSeverity.Information,
            };
}
