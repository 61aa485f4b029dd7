using System.Text.Json.Nodes;
using PodTools.Simulator.Tests.Support;

namespace PodTools.Simulator.Tests.Streams;

/// <summary>The pods that the recorded streams were of.</summary>
internal static class StreamSeeds
{
    private const string Ticker = "i=0; while :; do i=$((i+1)); echo tick $i; echo tock $i >&2; sleep 0.5; done";
    private const string Reader = "while read line; do echo got: $line; done";

    public static async Task CreateAsync(PodSimulator simulator, SimulatorClient client)
    {
        await client.JsonAsync("POST", "/api/v1/namespaces", JsonNode.Parse("""{"metadata":{"name":"rec-streams"}}"""), 201);
        var pods = new List<JsonObject>
        {
            Pod("one", Container("main", "busybox", "sleep 3600")),
            Pod("two", Container("a", "busybox", "sleep 3600"), Container("b", "busybox", "sleep 3600")),
            Pod("annotated", Container("a", "busybox", "sleep 3600"), Container("b", "busybox", "sleep 3600")),
            Pod("done", Container("main", "busybox", "echo over")),
            Pod("pend", Container("main", "busybox", "sleep 3600")),
            Pod("wait", Container("main", "busybox:no-such-tag", "sleep 3600")),
            Pod("ticker", Container("main", "busybox", Ticker)),
            Pod("reader", Container("main", "busybox", Reader, ("stdin", true))),
            Pod("oncereader", Container("main", "busybox", Reader, ("stdin", true), ("stdinOnce", true))),
            Pod("ttyreader", Container("main", "busybox", Reader, ("stdin", true), ("tty", true))),
            Pod("web", Container("main", "nginx:1.22", null)),
        };
        pods[3]["spec"]!["restartPolicy"] = "Never";
        pods[4]["spec"]!["nodeSelector"] = new JsonObject { ["disk"] = "none-such" };
        pods[2]["metadata"]!["annotations"] = new JsonObject { ["kubectl.kubernetes.io/default-container"] = "b" };
        foreach (var pod in pods)
        {
            await client.JsonAsync("POST", "/api/v1/namespaces/rec-streams/pods", pod, 201);
        }

        foreach (var pod in pods)
        {
            await WaitAsync(simulator, (string)pod["metadata"]!["name"]!);
        }
    }

    private static async Task WaitAsync(PodSimulator simulator, string name)
    {
        for (var deadline = DateTime.UtcNow.AddMinutes(1); ; await Task.Delay(50))
        {
            var pod = KubernetesJson.Deserialize<Pod>(
                simulator.Store.Get(PodTools.Simulator.Store.ResourceTypes.Pods, "rec-streams", name).Bytes.Span);
            var there = name switch
            {
                "done" => pod.Status?.Phase == "Succeeded" && pod.Status.PodIP is not null,
                "pend" => pod.Status?.Conditions.Count > 0,
                "wait" => pod.State is "ErrImagePull" or "ImagePullBackOff",
                _ => pod.State == "Running",
            };
            if (there)
            {
                return;
            }

            Assert.True(DateTime.UtcNow < deadline, $"{name} is still {pod.State}.");
        }
    }

    private static JsonObject Pod(string name, params JsonNode[] containers) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(containers) },
    };

    private static JsonObject Container(string name, string image, string? script, params (string Name, bool Value)[] flags)
    {
        var container = new JsonObject { ["name"] = name, ["image"] = image };
        if (script is not null)
        {
            container["command"] = new JsonArray("sh", "-c", script);
        }

        foreach (var (flag, value) in flags)
        {
            container[flag] = value;
        }

        return container;
    }
}
