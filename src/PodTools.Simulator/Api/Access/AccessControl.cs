using PodTools.Simulator.Http;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Access;

/// <summary>Who may do what: bearer tokens give users, and rules give users verbs on resources.</summary>
internal sealed class AccessControl
{
    private const string Bearer = "Bearer ";
    private static readonly PodSimulatorUser Anonymous = new("system:anonymous", []) { Groups = ["system:unauthenticated"] };
    private static readonly PodSimulatorRule Everything = new(["*"], ["*"]) { Groups = ["*"] };

    // Open to everybody, as the default roles of a cluster have it; the rest of the paths to all who are known.
    private static readonly string[] PublicPaths = ["/healthz", "/livez", "/readyz", "/version"];
    private static readonly string[] KnownUserPaths = ["/api", "/apis", "/openapi"];

    // Everybody who is known may ask what they may do.
    private static readonly string[] SelfReviews =
        ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"];

    private readonly Dictionary<string, PodSimulatorUser> _users;

    public AccessControl(string adminToken, IReadOnlyDictionary<string, PodSimulatorUser> users)
    {
        _users = new Dictionary<string, PodSimulatorUser>(users)
        {
            [adminToken] = new("kubernetes-admin", [Everything]) { Groups = ["system:masters", "system:authenticated"] },
        };
    }

    /// <summary>Who asks: the user of the token, or anonymous without one.</summary>
    /// <exception cref="ApiException">401, when the token is nobody's.</exception>
    public PodSimulatorUser Authenticate(HttpRequest request)
    {
        var header = request.Headers["Authorization"];
        return header is null ? Anonymous
            : header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                && _users.TryGetValue(header[Bearer.Length..].Trim(), out var user) ? user
            : throw ApiException.Unauthorized();
    }

    /// <summary>Refuses what the rules do not allow.</summary>
    /// <exception cref="ApiException">403.</exception>
    public static void Authorize(PodSimulatorUser user, ResourceType type, ApiPath path, string verb)
    {
        var resource = path.Subresource.Length == 0 ? type.Plural : $"{type.Plural}/{path.Subresource}";
        if (!Allows(user, verb, type.Group, resource, path.Namespace))
        {
            var scope = path.Namespace.Length == 0 || !type.Namespaced ? "at the cluster scope" : $"in the namespace \"{path.Namespace}\"";
            throw ApiException.Forbidden(
                type, path.Name,
                $"User \"{user.Name}\" cannot {verb} resource \"{resource}\" in API group \"{type.Group}\" {scope}");
        }
    }

    /// <summary>Refuses a path outside the resources that the user may not read.</summary>
    /// <exception cref="ApiException">403.</exception>
    public static void AuthorizePath(PodSimulatorUser user, string path, string method)
    {
        var verb = method.ToLowerInvariant();
        if (!AllowsPath(user, path, verb))
        {
            throw new ApiException(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {verb} path \"{path}\"", []);
        }
    }

    /// <summary>Whether a rule of the user allows a verb on a resource (<c>pods/log</c>) in a namespace (empty for all).</summary>
    public static bool Allows(PodSimulatorUser user, string verb, string group, string resource, string @namespace) =>
        (user != Anonymous && verb == "create" && SelfReviews.Contains(resource))
        || user.Rules.Any(rule =>
            Names(rule.Verbs, verb) && Names(rule.Groups, group) && Names(rule.Resources, resource)
            && (rule.Namespace is null || rule.Namespace == @namespace));

    /// <summary>Whether a user may use a path that is no resource.</summary>
    public static bool AllowsPath(PodSimulatorUser user, string path, string verb) =>
        user.Rules.Contains(Everything)
        || (verb is "get" or "head"
            && (Under(PublicPaths, path) || (user != Anonymous && Under(KnownUserPaths, path))));

    private static bool Names(IReadOnlyList<string> words, string word) => words.Contains("*") || words.Contains(word);

    private static bool Under(string[] roots, string path) =>
        roots.Any(root => path == root || path.StartsWith(root + "/", StringComparison.Ordinal));
}
