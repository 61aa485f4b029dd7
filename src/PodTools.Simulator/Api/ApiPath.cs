namespace PodTools.Simulator.Api;

/// <summary>What the path of a request names within the API: a group, and in it a resource, an object, a subresource.</summary>
/// <param name="Group">The group, empty for core.</param>
/// <param name="Version">The version.</param>
/// <param name="Namespace">The namespace, empty for none.</param>
/// <param name="Resource">The plural name of the resource, empty where the path ends at the version.</param>
/// <param name="Name">The name of the object, empty for the collection.</param>
/// <param name="Subresource">The subresource, empty for the object itself.</param>
/// <param name="IsWatch">Whether the path is one of the old ones that ask for a watch.</param>
internal sealed record ApiPath(
    string Group, string Version, string Namespace, string Resource, string Name, string Subresource, bool IsWatch)
{
    /// <summary>Reads a path; null when it lies outside <c>/api/v1</c> and <c>/apis/group/version</c>.</summary>
    public static ApiPath? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api", var version, .. var rest] => Resolve("", version, rest),
            ["apis", var group, var version, .. var rest] => Resolve(group, version, rest),
            _ => null,
        };
    }

    private static ApiPath? Resolve(string group, string version, string[] rest)
    {
        var watch = rest is ["watch", ..];
        return (watch ? rest[1..] : rest) switch
        {
            ["namespaces", var name, "status" or "finalize"] => new(group, version, name, "namespaces", name, rest[^1], watch),
            ["namespaces", var name] => new(group, version, name, "namespaces", name, "", watch),
            ["namespaces", var space, var resource] => new(group, version, space, resource, "", "", watch),
            ["namespaces", var space, var resource, var name] => new(group, version, space, resource, name, "", watch),
            ["namespaces", var space, var resource, var name, var sub] => new(group, version, space, resource, name, sub, watch),
            [] => new(group, version, "", "", "", "", watch),
            [var resource] => new(group, version, "", resource, "", "", watch),
            [var resource, var name] => new(group, version, "", resource, name, "", watch),
            [var resource, var name, var sub] => new(group, version, "", resource, name, sub, watch),
            _ => null,
        };
    }
}
