using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Manifests;
using PodTools.Pipeline;
using PodTools.Schema;

namespace PodTools.Commands;

/// <summary>One object that a user wants: from a file, from text, or built in a script.</summary>
/// <param name="Root">The object.</param>
/// <param name="Document">Where it stands in a text; null when it never was one.</param>
internal sealed record PodManifest(JsonObject Root, ManifestDocument? Document)
{
    /// <summary>How the user calls a field: by a parameter that it was made of, or as the API does.</summary>
    public Func<string, string> NameOf { get; init; } = field => field;

    /// <summary>What happens to the manifest is reported for this: the file, or the name.</summary>
    public object Target => Document?.Path ?? (Name.Length > 0 ? Name : Root.ToJsonString());

    /// <summary>The name; empty when the server is to make one up.</summary>
    public string Name => Text("name");

    /// <summary>The name, or the beginning of the one that the server makes up.</summary>
    public string NameOrPrefix => Name.Length > 0 ? Name : $"{Text("generateName")}*";

    /// <summary>The namespace that it names; null when it names none.</summary>
    public string? Namespace => Text("namespace") is { Length: > 0 } ns ? ns : null;

    /// <summary>The labels that it names.</summary>
    public Dictionary<string, string> Labels => (Root["metadata"]?["labels"] as JsonObject ?? [])
        .ToDictionary(label => label.Key, label => label.Value?.ToString() ?? "", StringComparer.Ordinal);

    /// <summary>Whether it is a pod, and not another kind of object.</summary>
    public bool IsPod => Root["kind"]?.ToString() == "Pod";

    /// <summary>Where it stands, for messages.</summary>
    public string Place => Document is null ? "The manifest" : $"{Document.Path ?? "The manifest"}, line {Document.Locate("").Line},";

    /// <summary>Checks that it is a pod.</summary>
    /// <exception cref="PodCommandException">It is something else.</exception>
    public void RequirePod()
    {
        if (!IsPod)
        {
            var kind = Root["kind"]?.ToString();
            throw new PodCommandException(
                "NotAPod",
                ErrorCategory.InvalidType,
                $"{Place} is {(kind is null ? "without a kind" : $"a {kind}")}, and no pod.",
                "Use kubectl for other kinds, or correct the kind.");
        }
    }

    /// <summary>Checks that it is a pod, and that nothing is wrong with its text, before anything is sent.</summary>
    /// <exception cref="PodCommandException">Something is wrong.</exception>
    public void Require()
    {
        RequirePod();
        Refuse(Document is null ? [] : [.. ManifestValidator.Validate(Document).Where(issue => issue.Severity == PodManifestSeverity.Error)]);
    }

    /// <summary>
    /// Checks a pod that was built and not written, as far as its rules can be known here. A field that is not known may be one
    /// of a newer server, which then refuses it or not.
    /// </summary>
    /// <exception cref="PodCommandException">Something is wrong.</exception>
    public void RequireBuilt() => RefuseBuilt(issue => issue.Rule != nameof(SchemaProblemKind.UnknownField));

    /// <summary>Checks that a part of a pod that was built and not written has values of the right types; the rest may be declared by others.</summary>
    /// <exception cref="PodCommandException">One has not.</exception>
    public void RequireTypes() => RefuseBuilt(issue => issue.Rule == nameof(SchemaProblemKind.WrongType));

    /// <summary>Checks that the same pod does not stand before it in its text.</summary>
    /// <exception cref="PodCommandException">It does.</exception>
    public void RequireFirst() => Refuse([.. (Document?.Repetition ?? []).Select(issue => issue with { Severity = PodManifestSeverity.Error })]);

    private void RefuseBuilt(Func<PodManifestIssue, bool> isWrong)
    {
        if (Document is null)
        {
            Refuse([.. ManifestValidator.Validate(ManifestDocument.Of(Root)).Where(issue => issue.Severity == PodManifestSeverity.Error && isWrong(issue))
                .Select(issue => issue with { Field = NameOf(issue.Field) })]);
        }
    }

    private void Refuse(IReadOnlyCollection<PodManifestIssue> issues)
    {
        if (issues.Count > 0)
        {
            throw new PodCommandException(
                "ManifestInvalid",
                ErrorCategory.InvalidData,
                string.Join(Environment.NewLine, issues),
                Document is null ? "Correct what the message names. Nothing was sent." : "Correct the manifest. Test-PodManifest shows every issue as an object.");
        }
    }

    /// <summary>The namespace to act in: that of the command, of the manifest, or of the context.</summary>
    /// <param name="given">What the command names; null for nothing.</param>
    /// <param name="usual">That of the context.</param>
    /// <exception cref="PodCommandException">Command and manifest name different ones.</exception>
    public string NamespaceOr(string? given, string usual) => given is null || Namespace is null || given == Namespace
        ? given ?? Namespace ?? usual
        : throw new PodCommandException(
            "NamespaceMismatch",
            ErrorCategory.InvalidArgument,
            $"{Place} names the namespace '{Namespace}', the command '{given}'.",
            "Leave out one of the two.");

    private string Text(string field) => Root["metadata"] is JsonObject metadata ? metadata[field]?.ToString() ?? "" : "";
}
