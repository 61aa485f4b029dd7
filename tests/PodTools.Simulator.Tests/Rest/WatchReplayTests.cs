using System.Text.Json.Nodes;
using PodTools.Simulator.Tests.Support;
using PodTools.Tests;
using PodTools.Yaml;

namespace PodTools.Simulator.Tests.Rest;

/// <summary>Recorded watches of pods that no node runs: which events come, in which order, about which objects.</summary>
public sealed class WatchReplayTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("02-no-rv")]
    [InlineData("03-rv-0")]
    [InlineData("04-rv-now")]
    [InlineData("07-label-selector-leave-enter")]
    [InlineData("08-field-selector-phase")]
    [InlineData("09-field-selector-name")]
    [InlineData("12-deprecated-watch-path")]
    [InlineData("14-table-object")]
    [InlineData("15-table-none")]
    [InlineData("16-table-existing")]
    [InlineData("17-partial-object-metadata")]
    [InlineData("18-json-stream")]
    [InlineData("20-rv-too-old")]
    [InlineData("21-rv-too-old-table")]
    [InlineData("31-watch-and-limit")]
    [InlineData("34-delete-collection")]
    public async Task A_watch_shows_what_was_recorded(string name)
    {
        await using var simulator = await StartAsync(keepThird: name is "02-no-rv" or "03-rv-0");
        using var client = new SimulatorClient(simulator);
        var recording = Recordings.Read($"watch/{name}.json");
        var request = recording["request"]!;
        simulator.CompactHistory();
        using var response = await client.SendAsync(
            "GET", AtNow(simulator, (string)request["path"]!), accept: (string)request["headers"]!["Accept"]!);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        foreach (var action in (recording["actions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            await ActAsync(client, action);
        }

        foreach (var recorded in recording["events"]!.AsArray().Select(entry => entry!["event"]!))
        {
            var line = await events.ReadLineAsync().WaitAsync(Patience);
            Assert.Equal(Summary(recorded), Summary(JsonNode.Parse(line!)!));
        }
    }

    [Theory]
    [InlineData("11-single-object-path-missing", null)]
    [InlineData("19-yaml", null)]
    [InlineData("22-rv-word", null)]
    [InlineData("24-bad-selector", null)]
    [InlineData("25-bad-field", null)]
    [InlineData("26-rv-match", null)]
    [InlineData("28-forbidden", "viewer")]
    [InlineData("29-unauthorized", "bad-token")]
    public async Task A_watch_is_refused_as_recorded(string name, string? user)
    {
        await using var simulator = await StartAsync();
        using var client = new SimulatorClient(simulator, ReplaySeeds.TokenOf(user, simulator.Token));
        var recording = Recordings.Read($"watch/{name}.json");
        var request = recording["request"]!;

        using var response = await client.SendAsync("GET", (string)request["path"]!, accept: (string)request["headers"]!["Accept"]!);

        Assert.Equal((int)recording["response"]!["status"]!, (int)response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        var recorded = recording["response"]!["body"]!;
        Assert.Null(recorded is JsonObject
            ? Answers.Difference(Answers.Normalize(recorded), Answers.Normalize(JsonNode.Parse(body)))
            : Answers.Difference(YamlReader.Read((string)recorded!)[0].Root, YamlReader.Read(body)[0].Root));
    }

    [Fact]
    public async Task A_watch_ends_cleanly_at_its_timeout_and_says_before_how_far_it_came()
    {
        await using var simulator = await StartAsync();
        using var client = new SimulatorClient(simulator);
        using var response = await client.SendAsync(
            "GET", $"/api/v1/pods?watch=true&resourceVersion={simulator.Store.Version}&allowWatchBookmarks=true&timeoutSeconds=3");

        var lines = (await response.Content.ReadAsStringAsync().WaitAsync(Patience)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var bookmark = JsonNode.Parse(Assert.Single(lines))!;
        Assert.Equal("BOOKMARK", (string?)bookmark["type"]);
        Assert.Equal(simulator.Store.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), (string?)bookmark["object"]!["metadata"]!["resourceVersion"]);
    }

    private static async Task<PodSimulator> StartAsync(bool keepThird = false)
    {
        var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Nodes = 0, Users = ReplaySeeds.Users });
        using var client = new SimulatorClient(simulator);
        await client.JsonAsync("POST", "/api/v1/namespaces", JsonNode.Parse("""{"metadata":{"name":"rec-watch"}}"""), 201);
        foreach (var (name, label) in new[] { ("a", "web"), ("b", "web"), ("c", "none") })
        {
            await client.JsonAsync("POST", "/api/v1/namespaces/rec-watch/pods", Pod(name, label), 201);
        }

        if (!keepThird)
        {
            await client.JsonAsync("DELETE", "/api/v1/namespaces/rec-watch/pods/c");
        }

        return simulator;
    }

    private static async Task ActAsync(SimulatorClient client, JsonObject action)
    {
        var path = (string)action["path"]!;
        if (path.EndsWith("/pods/c", StringComparison.Ordinal) && (string?)action["method"] == "PATCH")
        {
            await client.JsonAsync("POST", "/api/v1/namespaces/rec-watch/pods", Pod("c", "none"), 201);
        }

        var contentType = (string?)action["headers"]?["Content-Type"] ?? (action["method"]!.ToString() == "PATCH" ? "application/merge-patch+json" : "application/json");
        using var response = await client.SendAsync(
            (string)action["method"]!, path, action["body"]?.ToJsonString(), contentType);
        Assert.True(response.IsSuccessStatusCode, $"{action["method"]} {path}: {await response.Content.ReadAsStringAsync()}");
    }

    // "Now" of the recording is now; a version that was too old then is too old here.
    private static string AtNow(PodSimulator simulator, string path) => System.Text.RegularExpressions.Regex.Replace(
        path, @"resourceVersion=\d{3,}", $"resourceVersion={simulator.Store.Version}");

    private static string Summary(JsonNode watchEvent)
    {
        var shown = watchEvent["object"]!;
        var row = (shown["rows"] as JsonArray)?.FirstOrDefault();
        var metadata = (row?["object"] ?? shown)["metadata"];
        var name = row is not null ? row["cells"]![0] : metadata?["name"];
        return $"{watchEvent["type"]} {shown["kind"]} {name ?? shown["reason"]} {row?["object"]?["kind"]} columns:{shown["columnDefinitions"] is JsonArray} deleting:{metadata?["deletionTimestamp"] is not null}";
    }

    private static JsonObject Pod(string name, string label) => JsonNode.Parse($$$"""
        {"metadata":{"name":"{{{name}}}","labels":{"app":"{{{label}}}"}},"spec":{"schedulerName":"none","containers":[{"name":"main","image":"busybox"}]}}
        """)!.AsObject();
}
