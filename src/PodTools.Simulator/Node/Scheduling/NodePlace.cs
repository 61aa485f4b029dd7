using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node.Scheduling;

/// <summary>A node as the scheduler sees it: what it offers and what is taken.</summary>
internal sealed class NodePlace(string name)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, decimal>> _pods = [];
    private readonly Dictionary<string, decimal> _taken = [];
    private JsonObject _json = [];

    public string Name { get; } = name;

    public bool IsUnschedulable => (bool?)_json["spec"]?["unschedulable"] ?? false;

    public IEnumerable<JsonObject> Taints => (_json["spec"]?["taints"] as JsonArray ?? []).OfType<JsonObject>();

    public JsonObject Labels => _json["metadata"]?["labels"] as JsonObject ?? [];

    public IReadOnlyDictionary<string, decimal> Allocatable { get; private set; } = new Dictionary<string, decimal>();

    public int PodCount => _pods.Count;

    /// <summary>The address under which pods know the node.</summary>
    public string Address =>
        (string?)(_json["status"]?["addresses"] as JsonArray ?? [])
            .FirstOrDefault(address => (string?)address?["type"] == "InternalIP")?["address"] ?? "";

    /// <summary>Takes over what the node object says now.</summary>
    public void Update(JsonObject json)
    {
        _json = json;
        Allocatable = ResourceAmounts.Read(json["status"]?["allocatable"]);
    }

    /// <summary>How much of a resource no pod has asked for.</summary>
    public decimal Free(string resource) => Allocatable.GetValueOrDefault(resource) - _taken.GetValueOrDefault(resource);

    /// <summary>Counts a pod that runs or is to run here. Counting it twice changes nothing.</summary>
    public void Add(string uid, IReadOnlyDictionary<string, decimal> amounts)
    {
        if (_pods.TryAdd(uid, amounts))
        {
            Count(amounts, 1);
        }
    }

    /// <summary>Gives back what a pod took.</summary>
    public bool Remove(string uid)
    {
        if (!_pods.Remove(uid, out var amounts))
        {
            return false;
        }

        Count(amounts, -1);
        return true;
    }

    private void Count(IReadOnlyDictionary<string, decimal> amounts, int sign)
    {
        foreach (var (name, amount) in amounts)
        {
            _taken[name] = _taken.GetValueOrDefault(name) + (sign * amount);
        }
    }
}
