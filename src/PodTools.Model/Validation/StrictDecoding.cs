using PodTools.Manifests;
using PodTools.Schema;

namespace PodTools.Validation;

/// <summary>
/// What the API server finds while it decodes an object, before any rule: unknown and duplicate fields, which are errors
/// under <c>fieldValidation=Strict</c> and warnings under <c>Warn</c>, and wrong types, which are always errors.
/// </summary>
public static class StrictDecoding
{
    /// <summary>The unknown and duplicate fields of an object.</summary>
    /// <param name="document">The object as it was sent.</param>
    /// <param name="type">Its type; <c>Pod</c> when null.</param>
    /// <returns>
    /// The texts that the server joins after <c>strict decoding error: </c>, or sends as warnings, in its order: that of the
    /// text, though YAML's duplicate keys come first and in one.
    /// </returns>
    public static IReadOnlyList<string> Problems(ManifestDocument document, SchemaType? type = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var unknown = SchemaChecker.Check(document.Root, type ?? ApiSchema.Type("Pod"))
            .Where(problem => problem.Kind == SchemaProblemKind.UnknownField)
            .Select(problem => (Position: document.Locate(problem.Field), Text: problem.ServerMessage));
        if (document.Format == ManifestFormat.Yaml)
        {
            var lines = document.DuplicateKeys.Select(key => $"  line {key.Position.Line}: key \"{LastStep(key.Path)}\" already set in map").ToList();
            return [.. lines.Count == 0 ? [] : new[] { $"yaml: unmarshal errors:\n{string.Join('\n', lines)}" }, .. unknown.Select(problem => problem.Text)];
        }

        var duplicates = document.DuplicateKeys.Select(key => (key.Position, Text: $"duplicate field \"{key.Path}\""));
        return [.. unknown.Concat(duplicates).OrderBy(problem => problem.Position.Line).ThenBy(problem => problem.Position.Column).Select(problem => problem.Text)];
    }

    /// <summary>The first value of a wrong type.</summary>
    /// <param name="document">The object as it was sent.</param>
    /// <param name="type">Its type; <c>Pod</c> when null.</param>
    /// <returns>The decoder's error, which the server puts after <c>cannot be handled as a Pod: </c>; null when all fit.</returns>
    public static string? TypeError(ManifestDocument document, SchemaType? type = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        return SchemaChecker.Check(document.Root, type ?? ApiSchema.Type("Pod"))
            .FirstOrDefault(problem => problem.Kind == SchemaProblemKind.WrongType)?.ServerMessage;
    }

    private static string LastStep(string path) => Yaml.FieldPath.Steps(path).Last();
}
