using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using PodTools.Commands;
using PodTools.Kubernetes.Tests;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>Every error that a real API server was seen to answer, given to the cmdlet that would meet it.</summary>
public sealed class RecordedErrorTests : IDisposable
{
    private const string Manifest = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: main\n    image: nginx\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("podtools-errors-");

    /// <summary>Those that are final: what is tried again is shown where retries are tested, with a clock.</summary>
    public static TheoryData<string> Refusals => new(Recordings.Names("rest").Where(name => Recordings.Read($"rest/{name}")["response"] is { } response
        && (int)response["status"]! is >= 400 and < 500 and not 429 && response["body"] is JsonObject));

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task An_error_of_the_server_is_one_record_with_its_causes(string name)
    {
        var recording = Recordings.Read($"rest/{name}");
        var status = recording["response"]!["body"]!.AsObject();

        // A change that conflicts is repeated for some seconds, which is shown elsewhere.
        var method = (int)recording["response"]!["status"]! == 409 ? "POST" : (string)recording["request"]!["method"]!;
        await using var server = new ScriptedServer(null, (request, stream, _) => request.Method == "GET" && method != "GET"
            ? ScriptedServer.WriteAsync(stream, 200, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"default","uid":"u"},"spec":{"containers":[{"name":"main","image":"nginx"}]}}""")
            : ScriptedServer.WriteAsync(stream, (int)recording["response"]!["status"]!, status.ToJsonString()));

        var recorded = new RecordingPipeline().Run(Cmdlet(method, server.Port));

        var error = Assert.Single(recorded.Errors);
        Assert.Empty(recorded.Output);
        Assert.NotEmpty(error.Id);
        Assert.True(method == "GET" || error.Target is not null);
        Assert.DoesNotContain("Exception", error.Id, StringComparison.Ordinal);
        Assert.True(error.Id == "Unauthorized" || Tells(error.Message, ((string)status["message"]!).Trim().Split('\n')[0]), error.Message);
        Assert.All(Causes(status), cause => Assert.True(Tells(error.Message, cause["field"]) || Tells(error.Message, cause["message"]), error.Message));
    }

    private static IEnumerable<JsonNode> Causes(JsonObject status) => (int)status["code"]! == 422 && status["details"]?["causes"] is JsonArray causes ? causes.OfType<JsonNode>() : [];

    private static bool Tells(string message, JsonNode? part) => part is not null && message.Contains((string)part!, StringComparison.Ordinal);

    private PodCmdlet Cmdlet(string method, int port)
    {
        var config = Path.Combine(_folder.FullName, "config");
        File.WriteAllText(config, string.Create(CultureInfo.InvariantCulture, $$"""
            {apiVersion: v1, kind: Config, current-context: c, contexts: [{name: c, context: {cluster: k} }],
             clusters: [{name: k, cluster: {server: 'http://127.0.0.1:{{port}}' } }]}
            """));
        return method switch
        {
            "POST" => new NewPodCommand { Manifest = [Manifest], KubeConfig = config },
            "DELETE" => new RemovePodCommand { Name = ["web"], KubeConfig = config }.With(nameof(RemovePodCommand.Force)),
            "PATCH" or "PUT" => new AddPodLabelCommand { Name = ["web"], Label = new Hashtable { ["a"] = "b" }, KubeConfig = config },
            _ => new GetPodCommand { Name = ["web"], KubeConfig = config },
        };
    }
}
