using System.Collections;
using System.Text.Json.Nodes;
using PodTools.Commands;
using PodTools.Kubernetes.Tests;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>How cpu and memory of a live pod change on servers that do it in different ways, or not at all.</summary>
public sealed class ResizeTests : IDisposable
{
    private const string Pod = """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"default","uid":"u-1","resourceVersion":"7"},
         "spec":{"containers":[{"name":"main","image":"nginx","resources":{"requests":{"cpu":"100m"}}}]}}
        """;

    private const string NoSuchPath = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"the server could not find the requested resource","reason":"NotFound","details":{},"code":404}""";

    private const string Immutable = """
        {"kind":"Status","apiVersion":"v1","status":"Failure","message":"Pod \"web\" is invalid: spec: Forbidden","reason":"Invalid","code":422,
         "details":{"name":"web","kind":"Pod","causes":[{"reason":"FieldValueForbidden","field":"spec","message":"Forbidden: pod updates may not change fields other than `spec.containers[*].image`"}]}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("podtools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_server_with_the_subresource_is_asked_there()
    {
        await using var server = Serve(resize: (200, Pod), direct: (422, Immutable));

        Assert.Empty(Resize(server).Errors);

        Assert.Equal(["/api/v1/namespaces/default/pods/web/resize"], Patched(server));
    }

    [Fact]
    public async Task A_server_from_before_the_subresource_is_asked_to_change_the_pod_itself()
    {
        await using var server = Serve(resize: (404, NoSuchPath), direct: (200, Pod));

        Assert.Empty(Resize(server).Errors);

        Assert.Equal(["/api/v1/namespaces/default/pods/web/resize", "/api/v1/namespaces/default/pods/web"], Patched(server));
        var body = JsonNode.Parse(server.Requests.Last().Body)!;
        Assert.Equal("250m", (string?)body["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"]);
    }

    [Fact]
    public async Task A_server_that_can_do_neither_is_an_error_that_says_what_to_do()
    {
        await using var server = Serve(resize: (404, NoSuchPath), direct: (422, Immutable));

        var error = Assert.Single(Resize(server).Errors);

        Assert.Equal(("ResizeNotSupported", "Remove the pod and create it again."), (error.Id, error.Advice));
    }

    [Fact]
    public async Task A_node_that_cannot_is_an_error_that_says_so()
    {
        const string NotHere = """
            {"kind":"Status","apiVersion":"v1","status":"Failure","message":"Pod \"web\" is invalid: spec: Forbidden","reason":"Invalid","code":422,
             "details":{"name":"web","kind":"Pod","causes":[{"reason":"FieldValueForbidden","field":"spec","message":"Forbidden: Pod running on node without support for resize"}]}}
            """;
        await using var server = Serve(resize: (422, NotHere), direct: (422, Immutable));

        var error = Assert.Single(Resize(server).Errors);

        Assert.Equal("ResizeNotSupported", error.Id);
        Assert.Contains("The node of the pod", error.Message, StringComparison.Ordinal);
    }

    private static ScriptedServer Serve((int Status, string Body) resize, (int Status, string Body) direct) => new(null, (request, stream, _) =>
    {
        var (status, body) = request.Method == "GET" ? (200, Pod) : request.Path.Contains("/resize", StringComparison.Ordinal) ? resize : direct;
        return ScriptedServer.WriteAsync(stream, status, body);
    });

    private RecordingPipeline Resize(ScriptedServer server)
    {
        var config = Path.Combine(_folder.FullName, "config");
        File.WriteAllText(config, $$"""
            {apiVersion: v1, kind: Config, current-context: c, contexts: [{name: c, context: {cluster: k} }],
             clusters: [{name: k, cluster: {server: 'http://127.0.0.1:{{server.Port}}' } }]}
            """);
        return new RecordingPipeline().Run(new UpdatePodCommand { Name = ["web"], Request = new Hashtable { ["cpu"] = "250m" }, KubeConfig = config });
    }

    private static List<string> Patched(ScriptedServer server) =>
        [.. server.Requests.Where(request => request.Method == "PATCH").Select(request => request.Path)];
}
