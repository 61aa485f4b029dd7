using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Access;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Api.Verbs;
using PodTools.Simulator.Http;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Metrics;

/// <summary>
/// The metrics API, where a cluster has it. Nothing is measured: a running container is said to use half of what it
/// requests, and a little where it requests nothing, so that what reads metrics has something plausible to read.
/// </summary>
internal sealed class MetricsEndpoint(ObjectStore store)
{
    private const string Group = "metrics.k8s.io";
    private const string Version = "v1beta1";
    private const string ApiVersion = $"{Group}/{Version}";
    private static readonly Quantity IdleCpu = "1m";
    private static readonly Quantity IdleMemory = "4Mi";

    /// <summary>The resources, for discovery.</summary>
    public static IReadOnlyList<ResourceType> Types { get; } =
        [new(Group, Version, "nodes", "NodeMetrics", false), new(Group, Version, "pods", "PodMetrics", true)];

    /// <summary>Answers a request for metrics; false when the path is about something else.</summary>
    /// <exception cref="ApiException">403, 404 or 405.</exception>
    public async Task<bool> TryServeAsync(HttpExchange exchange, PodSimulatorUser user, ApiPath path)
    {
        var type = Types.FirstOrDefault(type => path.Group == Group && path.Version == Version && type.Plural == path.Resource);
        if (type is null)
        {
            return false;
        }

        if (exchange.Request.Method != "GET")
        {
            throw ApiException.MethodNotAllowed();
        }

        AccessControl.Authorize(user, type, path, path.Name.Length > 0 ? "get" : "list");
        var format = ResponseFormat.Parse(exchange.Request.Headers["Accept"]);
        var source = type.Namespaced ? ResourceTypes.Pods : ResourceTypes.Nodes;
        var request = new ApiRequest(exchange, user, path, source, "list", format);
        var metrics = new Selection(request).In(store.Snapshot(source)).Select(Measure).OfType<JsonObject>().ToList();
        if (path.Name.Length > 0)
        {
            var one = metrics.FirstOrDefault() ?? throw ApiException.NotFound(type, path.Name);
            await ResponseWriter.WriteAsync(exchange, format, 200, one).ConfigureAwait(false);
            return true;
        }

        await ResponseWriter.WriteAsync(exchange, format, 200, new JsonObject
        {
            ["kind"] = type.ListKind,
            ["apiVersion"] = ApiVersion,
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. metrics]),
        }).ConfigureAwait(false);
        return true;
    }

    private JsonObject? Measure(StoredObject stored)
    {
        if (stored.Type == ResourceTypes.Nodes)
        {
            var used = store.Snapshot(ResourceTypes.Pods).In("")
                .Where(pod => pod.Field("spec.nodeName") == stored.Name && IsRunning(pod))
                .SelectMany(pod => Containers(pod).Select(UsageOf)).ToList();
            return Entry("NodeMetrics", stored, "usage", Usage(
                used.Aggregate(IdleCpu, (sum, usage) => sum + usage.Cpu), used.Aggregate(IdleMemory, (sum, usage) => sum + usage.Memory)));
        }

        return IsRunning(stored) ? Entry("PodMetrics", stored, "containers", new JsonArray([.. Containers(stored).Select(container =>
        {
            var (cpu, memory) = UsageOf(container);
            return new JsonObject { ["name"] = container["name"]?.DeepClone(), ["usage"] = Usage(cpu, memory) };
        })])) : null;
    }

    private static bool IsRunning(StoredObject pod) => pod.Field("status.phase") == "Running";

    private static IEnumerable<JsonObject> Containers(StoredObject pod) =>
        (pod.ToJson()["spec"]?["containers"] as JsonArray ?? []).OfType<JsonObject>();

    private static (Quantity Cpu, Quantity Memory) UsageOf(JsonObject container)
    {
        var requests = container["resources"]?["requests"];
        return (Half(requests?["cpu"], IdleCpu), Half(requests?["memory"], IdleMemory));
    }

    private static Quantity Half(JsonNode? requested, Quantity idle) => requested is null
        ? idle
        : Quantity.FromDecimal(Quantity.Parse(requested.ToString()).ToDecimal() / 2, idle.Format);

    private static JsonObject Usage(Quantity cpu, Quantity memory) => new() { ["cpu"] = cpu.Canonical, ["memory"] = memory.Canonical };

    private JsonObject Entry(string kind, StoredObject stored, string member, JsonNode content)
    {
        var metadata = new JsonObject { ["name"] = stored.Name, ["creationTimestamp"] = store.Timestamp() };
        if (stored.Namespace.Length > 0)
        {
            metadata["namespace"] = stored.Namespace;
        }

        if (stored.Labels.Count > 0)
        {
            metadata["labels"] = new JsonObject(stored.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        }

        return new JsonObject
        {
            ["kind"] = kind,
            ["apiVersion"] = ApiVersion,
            ["metadata"] = metadata,
            ["timestamp"] = store.Timestamp(),
            ["window"] = "30s",
            [member] = content,
        };
    }
}
