using System.Text.Json.Nodes;
using PodTools.Simulator.Store;
using PodTools.Simulator.Tests.Support;
using PodTools.Tests;

namespace PodTools.Simulator.Tests.Rest;

/// <summary>What happened on the recorded cluster between the recorded requests: objects that were made, and time that passed.</summary>
internal sealed class ReplaySeeds(PodSimulator simulator, SimulatorClient client, RecordedValues values)
{
    private const string ViewerToken = "viewer-token";

    /// <summary>The users of the recordings besides the administrator.</summary>
    public static IReadOnlyDictionary<string, PodSimulatorUser> Users { get; } = new Dictionary<string, PodSimulatorUser>
    {
        [ViewerToken] = new("viewer", [new PodSimulatorRule(["get", "list", "watch"], ["pods"]) { Namespace = "default" }]),
    };

    /// <summary>The token of a user as the recordings name it.</summary>
    public static string? TokenOf(string? user, string admin) => user switch
    {
        "viewer" => ViewerToken,
        "anonymous" => null,
        "bad-token" => "nobody",
        _ => admin,
    };

    // The metadata of the page whose continue token is used when it is too old.
    private static readonly JsonNode ExpiredPage = JsonNode.Parse(
        """{"resourceVersion":"5568","continue":"eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6NTU2OCwic3RhcnQiOiJwMVx1MDAwMCJ9"}""")!;

    // The objects in the answer of one case, made before another.
    private static readonly Dictionary<string, string[]> FromAnswers = new()
    {
        ["015"] = ["015-nodes-list"],
        ["118"] = ["122-list-limit-over"],
        ["199"] = ["199-get-pod"],
        ["292"] = ["292-delete-grace-0"],
        ["294"] = ["294-delete-grace-30"],
        ["300"] = ["300-delete-default"],
        ["301"] = ["301-delete-body-and-query"],
        ["302"] = ["302-delete-unscheduled"],
        ["304"] = ["306-delete-negative-grace", "308-delete-dry-run", "312-delete-propagation-background", "313-delete-propagation-orphan", "314-delete-uid-match"],
        ["315"] = ["315-delete-finalizer"],
        ["322"] = ["322-delete-collection-dry"],
        ["331"] = ["337-pdb-get"],
        ["340"] = ["340-ephemeral-get"],
        ["350"] = ["350-status-get"],
        ["411"] = ["411-events-by-involved"],
    };

    /// <summary>Brings the cluster into the state that a case assumes.</summary>
    public async Task BeforeAsync(string file)
    {
        client.Token = simulator.Token;
        var number = file[..3];
        foreach (var source in FromAnswers.GetValueOrDefault(number, []))
        {
            StoreAnswer(source);
        }

        await DoAsync(number);
    }

    private async Task DoAsync(string number)
    {
        switch (number)
        {
            case "001":
                await CreateNamespaceAsync("rec-rest");
                await CreateNamespaceAsync("rec-list");
                break;
            case "017":
                simulator.Store.Remove(ResourceTypes.Nodes, "", "node1");
                break;
            case "023":
                simulator.Store.Create(ResourceTypes.ConfigMaps, JsonNode.Parse(
                    """{"metadata":{"name":"hold","namespace":"rec-ns-demo","finalizers":["example.test/hold"]}}""")!.AsObject());
                break;
            case "027":
                await ReleaseNamespaceAsync();
                break;
            case "195":
                await ForgetAfterFirstPageAsync();
                break;
            case "283":
                await client.JsonAsync(
                    "PATCH", "/api/v1/namespaces/rec-rest/pods/applied",
                    JsonNode.Parse("""{"metadata":{"labels":{"c":"by-update"}}}"""), contentType: "application/merge-patch+json");
                break;
            case "326":
                await CreatePodAsync("col-other", labels: new JsonObject { ["col"] = "no" });
                break;
            case "327":
                await CreatePodAsync("as-table");
                break;
            case "328":
                await CreatePodAsync("as-partial");
                break;
            case "330":
                await CreatePodAsync("e1", labels: new JsonObject { ["ev"] = "e1" }, running: true);
                await CreatePodAsync("e2", labels: new JsonObject { ["ev"] = "e2" }, running: true);
                await CreatePodAsync("e4");
                break;
            case "359":
                await CreatePodAsync("bind");
                await CreatePodAsync("bgate", spec => spec["schedulingGates"] = new JsonArray(new JsonObject { ["name"] = "example.test/hold" }));
                await CreatePodAsync("bterm", finalizer: "example.test/hold");
                await client.JsonAsync("DELETE", "/api/v1/namespaces/rec-rest/pods/bterm");
                break;
        }
    }

    // The first page of a list was read, something changed, and the history was compacted before the second.
    private async Task ForgetAfterFirstPageAsync()
    {
        var page = await client.JsonAsync("GET", "/api/v1/namespaces/rec-list/pods?limit=2");
        values.Learn(ExpiredPage, page["metadata"]);
        await CreatePodAsync("later");
        simulator.CompactHistory();
    }

    // A namespace is empty at once here; on the recorded cluster that took some seconds.
    private async Task ReleaseNamespaceAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var version = simulator.Store.Version;
        simulator.Store.Remove(ResourceTypes.ConfigMaps, "rec-ns-demo", "hold");
        await foreach (var changes in simulator.Store.WatchAsync(ResourceTypes.Namespaces, version, deadline.Token))
        {
            if (changes.Any(change => change.Type == StoreChangeType.Deleted))
            {
                return;
            }
        }
    }

    private void StoreAnswer(string source)
    {
        var body = Recordings.Read($"rest/{source}.json")["response"]!["body"]!.AsObject();
        var kind = ((string)body["kind"]!).Replace("List", "", StringComparison.Ordinal);
        var type = ResourceTypes.All.First(type => type.Kind == kind);
        foreach (var json in body["items"] is JsonArray items ? items.OfType<JsonObject>() : [body])
        {
            var seed = json.DeepClone().AsObject();
            var metadata = seed["metadata"]!.AsObject();
            metadata.Remove("deletionTimestamp");
            metadata.Remove("deletionGracePeriodSeconds");
            if ((string?)(metadata["finalizers"] as JsonArray)?[0] is "orphan" or "foregroundDeletion")
            {
                metadata.Remove("finalizers");
            }

            simulator.Store.Create(type, seed);
        }
    }

    private async Task CreatePodAsync(
        string name, Action<JsonObject>? change = null, JsonObject? labels = null, string? finalizer = null, bool running = false)
    {
        var spec = new JsonObject
        {
            ["schedulerName"] = "none",
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["image"] = "busybox:latest",
                ["imagePullPolicy"] = "IfNotPresent",
                ["command"] = new JsonArray("sleep", "3600"),
            }),
        };
        change?.Invoke(spec);
        var metadata = new JsonObject { ["name"] = name };
        if (labels is not null)
        {
            metadata["labels"] = labels;
        }

        if (finalizer is not null)
        {
            metadata["finalizers"] = new JsonArray(finalizer);
        }

        await CreateAsync("/api/v1/namespaces/rec-rest/pods", new JsonObject { ["metadata"] = metadata, ["spec"] = spec });
        if (running)
        {
            simulator.Store.Update(ResourceTypes.Pods, "rec-rest", name, pod =>
            {
                pod["spec"]!["nodeName"] = "node1";
                pod["status"] = JsonNode.Parse("""{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}""");
                return pod;
            });
        }
    }

    private Task CreateNamespaceAsync(string name) =>
        CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });

    private async Task CreateAsync(string path, JsonObject json) => await client.JsonAsync("POST", path, json, status: 201);
}
