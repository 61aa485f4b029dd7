namespace PodTools.Commands;

/// <summary>A resource as users name it, taken apart as the API wants it.</summary>
/// <param name="Resource">The plural name.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Subresource">The subresource; null for none.</param>
internal sealed record AccessQuestion(string Resource, string Group, string? Subresource)
{
    /// <summary>The resource with its subresource.</summary>
    public string FullResource => Subresource is null ? Resource : $"{Resource}/{Subresource}";

    /// <summary>Whether it is about an address of the server and not about objects.</summary>
    private bool IsPath => Resource.StartsWith('/');

    /// <summary>
    /// Reads <c>pods</c>, <c>pods/log</c>, <c>deployments.apps</c> or <c>deployments.apps/scale</c>, the short names of what
    /// belongs to pods, and addresses of the server such as <c>/version</c>.
    /// </summary>
    /// <param name="text">The resource as users name it.</param>
    /// <param name="subresource">A subresource named beside it; null for none.</param>
    public static AccessQuestion Read(string text, string? subresource)
    {
        if (text.StartsWith('/'))
        {
            return new AccessQuestion(text, "", null);
        }

        var (whole, below) = Split(text, '/');
        var (name, group) = Split(whole, '.');
        return new AccessQuestion(Plural(name), group ?? "", subresource ?? below);
    }

    /// <summary>Asks about a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The one object; null for all.</param>
    public SelfSubjectAccessReviewSpec With(string verb, string ns, string? name) => IsPath
        ? new() { NonResourceAttributes = new() { Verb = verb, Path = Resource } }
        : new()
        {
            ResourceAttributes = new()
            {
                Verb = verb,
                Resource = Resource,
                Group = Group,
                Subresource = Subresource,
                Namespace = ns,
                Name = name,
            },
        };

    private static (string Before, string? After) Split(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, null);

    /// <summary>The server compares names as they are: under a wrong one it would deny what is allowed.</summary>
    private static string Plural(string name) => name.ToLowerInvariant() switch
    {
        "pod" or "po" => "pods",
        "namespace" or "ns" => "namespaces",
        "node" or "no" => "nodes",
        "event" or "ev" => "events",
        var other => other,
    };
}
