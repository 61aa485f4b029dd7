using System.Globalization;
using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node;

/// <summary>The node objects of a simulated cluster.</summary>
internal static class NodeObjects
{
    private const string Cpu = "64";
    private const string Memory = "263856796Ki";

    // A real node takes 110. One simulated node stands for as many as a rehearsal needs.
    private const string Pods = "100000";

    /// <summary>How many of a resource a node offers to pods.</summary>
    public static string Allocatable(string resource) => resource switch
    {
        "cpu" => Cpu,
        "memory" => Memory,
        "pods" => Pods,
        "ephemeral-storage" => "267847642337",
        _ => "0",
    };

    /// <summary>The address of a node.</summary>
    /// <param name="index">The number of the node, from 1.</param>
    public static string AddressOf(int index) => string.Create(CultureInfo.InvariantCulture, $"192.168.{49 + (index / 250)}.{1 + (index % 250)}");

    /// <summary>A node that is ready for pods.</summary>
    /// <param name="index">The number of the node, from 1; its name is <c>node-1</c> and on.</param>
    /// <param name="version">The version that its kubelet reports.</param>
    /// <param name="now">The time of its conditions.</param>
    public static JsonObject Create(int index, string version, DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"node-{index}");
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = new JsonObject
                {
                    ["beta.kubernetes.io/arch"] = "amd64",
                    ["beta.kubernetes.io/os"] = "linux",
                    ["kubernetes.io/arch"] = "amd64",
                    ["kubernetes.io/hostname"] = name,
                    ["kubernetes.io/os"] = "linux",
                },
                ["annotations"] = new JsonObject { ["node.alpha.kubernetes.io/ttl"] = "0" },
            },
            ["spec"] = new JsonObject
            {
                ["podCIDR"] = string.Create(CultureInfo.InvariantCulture, $"10.244.{index % 256}.0/24"),
            },
            ["status"] = new JsonObject
            {
                ["capacity"] = Resources(),
                ["allocatable"] = Resources(),
                ["conditions"] = Conditions(now),
                ["addresses"] = new JsonArray(Address("InternalIP", AddressOf(index)), Address("Hostname", name)),
                ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = 10250 } },
                ["nodeInfo"] = Info(index, version),
            },
        };
    }

    /// <summary>The conditions of a node that is well.</summary>
    public static JsonArray Conditions(DateTimeOffset now) => new(
        Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", now),
        Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now),
        Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", now),
        Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now));

    private static JsonObject Resources()
    {
        var resources = new JsonObject();
        foreach (var name in new[] { "cpu", "ephemeral-storage", "hugepages-1Gi", "hugepages-2Mi", "memory", "pods" })
        {
            resources[name] = Allocatable(name);
        }

        return resources;
    }

    private static JsonObject Address(string type, string address) => new() { ["type"] = type, ["address"] = address };

    private static JsonObject Condition(string type, string status, string reason, string message, DateTimeOffset now) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["lastHeartbeatTime"] = PodObject.Timestamp(now),
        ["lastTransitionTime"] = PodObject.Timestamp(now),
        ["reason"] = reason,
        ["message"] = message,
    };

    private static JsonObject Info(int index, string version)
    {
        var id = new Guid(index, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
        return new JsonObject
        {
            ["machineID"] = id.ToString("N"),
            ["systemUUID"] = id.ToString(),
            ["bootID"] = id.ToString(),
            ["kernelVersion"] = "6.1.0",
            ["osImage"] = "PodTools simulator",
            ["containerRuntimeVersion"] = "containerd://1.7.27",
            ["kubeletVersion"] = version,
            ["kubeProxyVersion"] = version,
            ["operatingSystem"] = "linux",
            ["architecture"] = "amd64",
        };
    }
}
