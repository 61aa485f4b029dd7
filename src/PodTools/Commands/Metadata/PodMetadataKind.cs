using System.Collections;
using System.Management.Automation;
using System.Text;
using PodTools.Pipeline;
using PodTools.Validation;

namespace PodTools.Commands;

/// <summary>Labels or annotations: what they are called, and what the API takes of them.</summary>
internal sealed class PodMetadataKind
{
    /// <summary>Labels: keys and values follow a syntax.</summary>
    public static readonly PodMetadataKind Labels = new() { Field = "labels", Noun = "Label" };

    /// <summary>Annotations: keys follow a syntax, values are free, and there is a limit to their size.</summary>
    public static readonly PodMetadataKind Annotations = new() { Field = "annotations", Noun = "Annotation" };

    /// <summary>The field of the metadata.</summary>
    public required string Field { get; init; }

    /// <summary>The word in messages and error ids.</summary>
    public required string Noun { get; init; }

    /// <summary>Those of a pod.</summary>
    /// <param name="pod">The pod.</param>
    public IDictionary<string, string> Of(Pod pod) =>
        (this == Labels ? pod.Metadata?.Labels : pod.Metadata?.Annotations) ?? new Dictionary<string, string>();

    /// <summary>Reads and checks the keys and values to set.</summary>
    /// <param name="table">The hashtable.</param>
    /// <exception cref="PodCommandException">The API would not take one.</exception>
    public IReadOnlyDictionary<string, string> Check(IDictionary? table)
    {
        var values = Tables.ToText(table);
        foreach (var (key, value) in values)
        {
            Require(this == Labels ? NameSyntax.QualifiedName(key) : NameSyntax.AnnotationKey(key), "key", key);
            Require(this == Labels ? NameSyntax.LabelValue(value) : [], "value", value);
        }

        return values;
    }

    /// <summary>Decides what to send so that a pod has the values.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="values">The values.</param>
    /// <param name="overwrite">Whether other values give way.</param>
    /// <exception cref="PodCommandException">A key has another value, or it would be too much.</exception>
    public IReadOnlyDictionary<string, string?> ChangesFor(Pod pod, IReadOnlyDictionary<string, string> values, bool overwrite)
    {
        var present = Of(pod);
        var changes = values.Where(each => !present.TryGetValue(each.Key, out var old) || old != each.Value).ToDictionary(each => each.Key, each => (string?)each.Value);
        if (!overwrite && changes.Keys.FirstOrDefault(present.ContainsKey) is { } taken)
        {
            throw new PodCommandException(
                $"Pod{Noun}Exists",
                ErrorCategory.ResourceExists,
                $"The {Noun.ToLowerInvariant()} '{taken}' of pod '{pod}' has another value already: '{present[taken]}'.",
                "Give -Overwrite to replace it.");
        }

        RequireRoom(pod, present, changes);
        return changes;
    }

    private void RequireRoom(Pod pod, IDictionary<string, string> present, Dictionary<string, string?> changes)
    {
        var after = new Dictionary<string, string?>(present.ToDictionary(each => each.Key, each => (string?)each.Value));
        foreach (var (key, value) in changes)
        {
            after[key] = value;
        }

        var size = after.Sum(each => (long)Encoding.UTF8.GetByteCount(each.Key) + Encoding.UTF8.GetByteCount(each.Value ?? ""));
        if (this == Annotations && size > PodValidator.MaxAnnotationBytes)
        {
            throw new PodCommandException(
                "PodAnnotationsTooLong",
                ErrorCategory.LimitsExceeded,
                FormattableString.Invariant($"The annotations of pod '{pod}' would have {size:N0} bytes, {size - PodValidator.MaxAnnotationBytes:N0} more than the {PodValidator.MaxAnnotationBytes:N0} that the API takes."),
                "Annotations are for small notes; keep more in a ConfigMap.");
        }
    }

    private void Require(IEnumerable<string> errors, string part, string text)
    {
        if (errors.FirstOrDefault() is { } error)
        {
            throw new PodCommandException($"Pod{Noun}Invalid", ErrorCategory.InvalidArgument, $"'{Offending(error, text)}' is no {part} of {(this == Labels ? "a label" : "an annotation")}: {error}.");
        }
    }

    /// <summary>The rules speak of the two parts of a key, before and behind the slash.</summary>
    private static string Offending(string error, string text) => text.Split('/') switch
    {
        [var prefix, _] when error.StartsWith("prefix part", StringComparison.Ordinal) => $"{prefix}' in '{text}",
        [_, var name] when error.StartsWith("name part", StringComparison.Ordinal) => $"{name}' in '{text}",
        _ => text,
    };
}
