using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Access;

/// <summary>Answers "may I": the reviews that a user can make of itself.</summary>
internal static class AccessReviews
{
    private const string Authorization = "authorization.k8s.io";

    /// <summary>Whether the user may do what the review's spec describes.</summary>
    /// <exception cref="ApiException">422, when the spec describes nothing or two things.</exception>
    public static JsonObject SelfSubjectAccessReview(PodSimulatorUser user, JsonObject review)
    {
        var spec = review["spec"] as JsonObject ?? [];
        var resource = spec["resourceAttributes"] as JsonObject;
        var path = spec["nonResourceAttributes"] as JsonObject;
        if ((resource is null) == (path is null))
        {
            throw new ApiException(
                422, "Invalid", $".{Authorization} \"\" is invalid: spec.resourceAttributes: {NotOne.Message}",
                new JsonObject { ["group"] = Authorization, ["causes"] = new JsonArray(NotOne.ToJson()) });
        }

        var allowed = resource is not null
            ? AccessControl.Allows(user, Text(resource, "verb"), Text(resource, "group"), ResourceOf(resource), Text(resource, "namespace"))
            : AccessControl.AllowsPath(user, Text(path!, "path"), Text(path!, "verb"));
        return Answer("SelfSubjectAccessReview", spec, new JsonObject { ["allowed"] = allowed });
    }

    /// <summary>Everything that the user may do in a namespace.</summary>
    public static JsonObject SelfSubjectRulesReview(PodSimulatorUser user, JsonObject review)
    {
        var @namespace = Text(review["spec"] as JsonObject ?? [], "namespace");
        var rules = new JsonArray(
            Rule(["create"], [Authorization], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
            Rule(["create"], ["authentication.k8s.io"], ["selfsubjectreviews"]));
        foreach (var rule in user.Rules.Where(rule => rule.Namespace is null || rule.Namespace == @namespace))
        {
            rules.Add(Rule(rule.Verbs, rule.Groups, rule.Resources));
        }

        var paths = new JsonArray(
            PathRule(["/.well-known", "/.well-known/*"]),
            PathRule(["/healthz", "/livez", "/readyz", "/version", "/version/"]),
            PathRule(["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"]));
        if (AccessControl.AllowsPath(user, "/", "*"))
        {
            paths.Add(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") });
        }

        var status = new JsonObject { ["resourceRules"] = rules, ["nonResourceRules"] = paths, ["incomplete"] = false };
        return Answer("SelfSubjectRulesReview", [], status);
    }

    /// <summary>Who the user is.</summary>
    public static JsonObject SelfSubjectReview(PodSimulatorUser user) => new()
    {
        ["kind"] = "SelfSubjectReview",
        ["apiVersion"] = "authentication.k8s.io/v1",
        ["metadata"] = new JsonObject { ["creationTimestamp"] = null },
        ["status"] = new JsonObject
        {
            ["userInfo"] = new JsonObject { ["username"] = user.Name, ["groups"] = Words(user.Groups) },
        },
    };

    private static FieldCause NotOne { get; } = FieldCause.Invalid(
        "spec.resourceAttributes", "\"null\"", "exactly one of nonResourceAttributes or resourceAttributes must be specified");

    private static JsonObject Answer(string kind, JsonObject spec, JsonObject status) => new()
    {
        ["kind"] = kind,
        ["apiVersion"] = Authorization + "/v1",
        ["metadata"] = new JsonObject { ["creationTimestamp"] = null },
        ["spec"] = spec.DeepClone(),
        ["status"] = status,
    };

    private static JsonObject Rule(IReadOnlyList<string> verbs, IReadOnlyList<string> groups, IReadOnlyList<string> resources) =>
        new() { ["verbs"] = Words(verbs), ["apiGroups"] = Words(groups), ["resources"] = Words(resources) };

    private static JsonObject PathRule(IReadOnlyList<string> paths) =>
        new() { ["verbs"] = new JsonArray("get"), ["nonResourceURLs"] = Words(paths) };

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);

    private static string Text(JsonObject attributes, string name) => (string?)attributes[name] ?? "";

    private static string ResourceOf(JsonObject attributes) => Text(attributes, "subresource") is { Length: > 0 } subresource
        ? $"{Text(attributes, "resource")}/{subresource}"
        : Text(attributes, "resource");
}
