using System.Text.RegularExpressions;

namespace PodTools.Commands;

/// <summary>
/// The right that a user lacks, as the API server names it when it refuses a request. Other refusals, such as those of quotas
/// and admission policies, are about the object and not about rights.
/// </summary>
/// <param name="Verb">The API's verb, such as <c>list</c>.</param>
/// <param name="Resource">The resource, such as <c>pods</c> or <c>pods/exec</c>.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Namespace">The namespace; null for the cluster as a whole.</param>
internal sealed partial record MissingRight(string Verb, string Resource, string Group, string? Namespace)
{
    private static readonly string[] Reading = ["get", "list", "watch"];
    private static readonly string[] Viewed = ["pods", "pods/log", "pods/status", "events", "services", "namespaces", "deployments", "replicasets", "statefulsets", "daemonsets", "jobs", "cronjobs"];
    private static readonly string[] Edited = ["pods", "pods/exec", "pods/attach", "pods/portforward", "pods/eviction"];

    /// <summary>The right in words.</summary>
    private string Text => $"the verb '{Verb}' on '{Resource}'{(Group.Length == 0 ? "" : $" of '{Group}'")} {(Namespace is null ? "in the whole cluster" : $"in namespace '{Namespace}'")}";

    /// <summary>The least of the roles that every cluster has which holds the right; null when none does.</summary>
    private string? Role => Reading.Contains(Verb) && Viewed.Contains(Resource) ? "view"
        : Edited.Contains(Resource) ? "edit"
        : null;

    /// <summary>Whom to ask for what.</summary>
    public string Advice =>
        $"Ask an administrator of the cluster for {Text}{(Role is null ? "" : $"; the cluster role '{Role}' holds it, bound by a {(Namespace is null ? "ClusterRoleBinding" : "RoleBinding there")}")}. Or use a context with another user.";

    /// <summary>Reads a refusal.</summary>
    /// <param name="message">What the server said.</param>
    /// <returns>The right; null when the refusal is about something else.</returns>
    public static MissingRight? Read(string? message) => message is not null && Sentence().Match(message) is { Success: true } match
        ? new(
            match.Groups["verb"].Value,
            match.Groups["resource"].Value,
            match.Groups["group"].Value,
            match.Groups["namespace"] is { Success: true } ns ? ns.Value : null)
        : null;

    [GeneratedRegex("cannot (?<verb>\\S+) (?:resource \"(?<resource>[^\"]+)\" in API group \"(?<group>[^\"]*)\" (?:in the namespace \"(?<namespace>[^\"]+)\"|at the cluster scope)|path \"(?<resource>[^\"]+)\")")]
    private static partial Regex Sentence();
}
