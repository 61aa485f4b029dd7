using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Http;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Discovery;

/// <summary>What the server says of itself: version, health, groups, resources and schemas.</summary>
internal sealed class DiscoveryDocuments(string version, string address, IReadOnlyList<ResourceType> more)
{
    private const string PlainText = "text/plain; charset=utf-8";

    private static readonly string[] AllVerbs =
        ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    private readonly IReadOnlyList<ResourceType> _types = [.. ResourceTypes.All, .. ReviewEndpoint.Types, .. more];

    private IEnumerable<(string Group, string Version)> Groups =>
        _types.Where(type => type.Group.Length > 0).Select(type => (type.Group, type.Version)).Distinct();

    /// <summary>Whether a group is served in any version.</summary>
    public bool Serves(string group) => _types.Any(type => type.Group == group);

    private bool Serves(string group, string version) => _types.Any(type => type.Group == group && type.Version == version);

    /// <summary>Answers a path that is no resource; false when there is nothing at it.</summary>
    public async Task<bool> TryServeAsync(HttpExchange exchange)
    {
        var path = exchange.Request.Path.TrimEnd('/');
        if (exchange.Request.Method is not ("GET" or "HEAD"))
        {
            return false;
        }

        if (Health(path, exchange.Request.Query["verbose"] is not null) is { } health)
        {
            await exchange.RespondAsync(200, PlainText, health).ConfigureAwait(false);
            return true;
        }

        if (OpenApiDocuments.TryGet(path) is { } document)
        {
            await exchange.RespondAsync(200, document.ContentType, document.Body).ConfigureAwait(false);
            return true;
        }

        if (Document(path.Split('/', StringSplitOptions.RemoveEmptyEntries)) is not { } json)
        {
            return false;
        }

        await ResponseWriter.WriteAsync(exchange, FormatOf(exchange.Request), 200, json).ConfigureAwait(false);
        return true;
    }

    // Newer clients ask for aggregated discovery first and take the plain one where it is not offered.
    private static ResponseFormat FormatOf(HttpRequest request) => ResponseFormat.Parse(request.Headers["Accept"]) with { View = ResponseView.Object };

    private static string? Health(string path, bool verbose)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["healthz" or "livez" or "readyz"] when verbose => $"[+]ping ok\n[+]store ok\n{parts[0]} check passed\n",
            ["healthz" or "livez" or "readyz"] or ["healthz" or "livez" or "readyz", "ping"] => "ok",
            _ => null,
        };
    }

    private JsonObject? Document(string[] path) => path switch
    {
        [] => new JsonObject { ["paths"] = Texts(["/api", "/api/v1", "/apis", .. Groups.Select(group => $"/apis/{group.Group}"), "/healthz", "/livez", "/openapi/v3", "/readyz", "/version"]) },
        ["version"] => VersionInfo(),
        ["api"] => Versions(),
        ["apis"] => new JsonObject
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. Groups.Select(group => GroupInfo(group.Group, group.Version))]),
        },
        ["apis", var name] when Groups.Any(group => group.Group == name) => Named(Groups.First(group => group.Group == name)),
        ["api", "v1"] => Resources("", "v1"),
        ["apis", var group, var groupVersion] when Serves(group, groupVersion) => Resources(group, groupVersion),
        _ => null,
    };

    private JsonObject VersionInfo()
    {
        var numbers = version.TrimStart('v').Split('.');
        return new JsonObject
        {
            ["major"] = numbers[0],
            ["minor"] = numbers.ElementAtOrDefault(1) ?? "0",
            ["gitVersion"] = version,
            ["gitCommit"] = "0000000000000000000000000000000000000000",
            ["gitTreeState"] = "clean",
            ["buildDate"] = "2025-01-01T00:00:00Z",
            ["goVersion"] = "go0",
            ["compiler"] = "gc",
            ["platform"] = "linux/amd64",
        };
    }

    private JsonObject Versions() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = Texts(["v1"]),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address }),
    };

    private static JsonObject GroupInfo(string group, string version) => new()
    {
        ["name"] = group,
        ["versions"] = new JsonArray(new JsonObject { ["groupVersion"] = $"{group}/{version}", ["version"] = version }),
        ["preferredVersion"] = new JsonObject { ["groupVersion"] = $"{group}/{version}", ["version"] = version },
    };

    private static JsonObject Named((string Group, string Version) group)
    {
        var named = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (name, value) in GroupInfo(group.Group, group.Version))
        {
            named[name] = value?.DeepClone();
        }

        return named;
    }

    private JsonObject Resources(string group, string groupVersion)
    {
        var list = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0)
        {
            list["apiVersion"] = "v1";
        }

        list["groupVersion"] = group.Length == 0 ? groupVersion : $"{group}/{groupVersion}";
        list["resources"] = new JsonArray([.. _types
            .Where(type => type.Group == group && type.Version == groupVersion)
            .OrderBy(type => type.Plural, StringComparer.Ordinal)
            .SelectMany(Describe)]);
        return list;
    }

    private static IEnumerable<JsonNode> Describe(ResourceType type)
    {
        var resource = new JsonObject
        {
            ["name"] = type.Plural,
            ["singularName"] = type.Singular,
            ["namespaced"] = type.Namespaced,
            ["kind"] = type.Kind,
            ["verbs"] = Texts(ReviewEndpoint.Types.Contains(type) ? ["create"] : ResourceTypes.All.Contains(type) ? AllVerbs : ["get", "list"]),
        };
        AddNames(resource, "shortNames", type.ShortNames);
        AddNames(resource, "categories", type.Categories);
        yield return resource;
        foreach (var subresource in type.Subresources)
        {
            yield return Describe(type, subresource);
        }
    }

    private static JsonObject Describe(ResourceType type, Subresource subresource)
    {
        var resource = new JsonObject
        {
            ["name"] = $"{type.Plural}/{subresource.Name}",
            ["singularName"] = "",
            ["namespaced"] = type.Namespaced,
        };
        if (subresource.Group is not null)
        {
            resource["group"] = subresource.Group;
            resource["version"] = subresource.Version;
        }

        resource["kind"] = subresource.Kind;
        resource["verbs"] = Texts(subresource.Verbs);
        return resource;
    }

    private static void AddNames(JsonObject resource, string member, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            resource[member] = Texts(names);
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
