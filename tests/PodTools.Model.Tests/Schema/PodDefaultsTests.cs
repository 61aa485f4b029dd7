using System.Text.Json.Nodes;
using PodTools.Schema;

namespace PodTools.Tests.Schema;

/// <summary>Each recorded create request, defaulted, is the recorded answer but for what admission added.</summary>
public sealed class PodDefaultsTests
{
    public static TheoryData<string> Creates => new(Recordings.Names("rest").Where(IsCreate));

    [Theory]
    [MemberData(nameof(Creates))]
    public void Defaults_are_those_of_the_server(string name)
    {
        var recording = Recordings.Read($"rest/{name}");
        var expected = WithoutAdmission((JsonObject)recording["response"]!["body"]!["spec"]!);
        var pod = (JsonObject)recording["request"]!["body"]!.DeepClone();
        PodDefaults.Apply(pod);
        var actual = WithoutAdmission((JsonObject)pod["spec"]!);
        actual.Remove("colour");
        foreach (var port in actual["containers"]!.AsArray().SelectMany(container => container!["ports"]?.AsArray() ?? []))
        {
            port!.AsObject().Remove("containerport");
        }

        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected.ToJsonString()}\nactual   {actual.ToJsonString()}");
    }

    [Fact]
    public void Defaults_of_defaults_change_nothing()
    {
        foreach (var name in Recordings.Names("rest").Where(IsCreate))
        {
            var pod = (JsonObject)Recordings.Read($"rest/{name}")["response"]!["body"]!;
            var again = (JsonObject)pod.DeepClone();
            PodDefaults.Apply(again);
            Assert.True(JsonNode.DeepEquals(pod, again), name);
        }
    }

    [Theory]
    [InlineData("""{"name":"v"}""", """{"name":"v","emptyDir":{}}""")]
    [InlineData("""{"name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}]}}""", """{"name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"t","expirationSeconds":3600}}],"defaultMode":420}}""")]
    [InlineData("""{"name":"v","emptyDir":{"sizeLimit":"1024Mi"}}""", """{"name":"v","emptyDir":{"sizeLimit":"1Gi"}}""")]
    public void Volumes_get_their_defaults(string volume, string expected)
    {
        var spec = new JsonObject { ["volumes"] = new JsonArray(JsonNode.Parse(volume)) };
        PodDefaults.ApplyToSpec(spec);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), spec["volumes"]![0]), spec["volumes"]![0]!.ToJsonString());
    }

    [Fact]
    public void On_the_nodes_network_a_port_is_a_port_of_the_node()
    {
        var spec = JsonNode.Parse("""{"hostNetwork":true,"containers":[{"ports":[{"containerPort":80},{"containerPort":81,"hostPort":8081}]}]}""")!.AsObject();
        PodDefaults.ApplyToSpec(spec);
        Assert.Equal([80, 8081], spec["containers"]![0]!["ports"]!.AsArray().Select(port => (int)port!["hostPort"]!));
    }

    private static bool IsCreate(string name)
    {
        var recording = Recordings.Read($"rest/{name}");
        return (string?)recording["request"]!["method"] == "POST" && (int?)recording["response"]!["status"] == 201
            && recording["request"]!["body"] is JsonObject body && (string?)body["kind"] == "Pod" && (string?)recording["response"]!["body"]?["kind"] == "Pod";
    }

    private static JsonObject WithoutAdmission(JsonObject spec)
    {
        var rest = (JsonObject)spec.DeepClone();
        foreach (var field in new[] { "serviceAccount", "serviceAccountName", "tolerations", "priority", "preemptionPolicy" })
        {
            rest.Remove(field);
        }

        RemoveWhere(rest, "volumes", item => ((string?)item["name"])?.StartsWith("kube-api-access-", StringComparison.Ordinal) == true);
        foreach (var container in rest.SelectMany(field => field.Key is "containers" or "initContainers" ? field.Value!.AsArray() : []))
        {
            RemoveWhere(container!.AsObject(), "volumeMounts", item => ((string?)item["name"])?.StartsWith("kube-api-access-", StringComparison.Ordinal) == true);
        }

        return rest;
    }

    private static void RemoveWhere(JsonObject parent, string list, Func<JsonNode, bool> unwanted)
    {
        var items = parent[list]?.AsArray();
        foreach (var item in items?.Where(item => unwanted(item!)).ToList() ?? [])
        {
            items!.Remove(item);
        }

        if (items is { Count: 0 })
        {
            parent.Remove(list);
        }
    }
}
