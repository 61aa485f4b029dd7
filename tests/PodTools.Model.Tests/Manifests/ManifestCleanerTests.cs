using System.Text.Json.Nodes;
using PodTools.Compare;
using PodTools.Json;
using PodTools.Manifests;
using PodTools.Schema;

namespace PodTools.Tests.Manifests;

public sealed class ManifestCleanerTests
{
    public static TheoryData<string> Creates => new(Recordings.Names("rest").Where(name =>
    {
        var recording = Recordings.Read($"rest/{name}");
        return (string?)recording["request"]!["method"] == "POST" && recording["request"]!["body"] is JsonObject body && (string?)body["kind"] == "Pod"
            && (string?)recording["response"]!["body"]?["kind"] == "Pod" && !name.Contains("generate-name", StringComparison.Ordinal) && !name.Contains("unknown-field", StringComparison.Ordinal);
    }));

    [Theory]
    [MemberData(nameof(Creates))]
    public void A_cleaned_pod_creates_what_was_asked_for(string name)
    {
        var recording = Recordings.Read($"rest/{name}");
        var asked = (JsonObject)recording["request"]!["body"]!;
        var live = (JsonObject)recording["response"]!["body"]!;
        var clean = ManifestWriter.Clean(live);
        Assert.Null(clean["status"]);
        Assert.Equal("{}", ServerFields(clean));

        var again = (JsonObject)clean.DeepClone();
        PodDefaults.Apply(again);
        var expected = ManifestWriter.Clean(asked);
        expected["metadata"]!["namespace"] = "rec-rest";
        PodDefaults.Apply(expected);
        Assert.True(JsonMeaning.Same(expected, again), $"{expected.ToJsonString()}\n{again.ToJsonString()}");
        Assert.Empty(PodComparer.Compare(asked, live));
        Assert.Empty(PodComparer.Compare(live, clean));
    }

    [Fact]
    public void A_minimal_pod_is_cleaned_to_what_somebody_would_write()
    {
        var live = (JsonObject)Recordings.Read("rest/029-pod-create-minimal.json")["response"]!["body"]!;
        Assert.Equal(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: minimal
              namespace: rec-rest
            spec:
              containers:
              - image: busybox
                name: main

            """,
            ManifestWriter.ToYaml(ManifestWriter.Clean(live)));
    }

    [Fact]
    public void The_node_is_kept_when_the_manifest_named_it()
    {
        const string Pod = """{"kind":"Pod","metadata":{"uid":"u","managedFields":[{"fieldsV1":{"f:spec":{"f:containers":{}}}}]},"spec":{"nodeName":"n1","containers":[]}}""";
        Assert.Null(ManifestWriter.Clean(JsonNode.Parse(Pod)!.AsObject())["spec"]!["nodeName"]);
        Assert.NotNull(ManifestWriter.Clean(JsonNode.Parse(Pod.Replace("f:containers", "f:nodeName", StringComparison.Ordinal))!.AsObject())["spec"]!["nodeName"]);
        Assert.NotNull(ManifestWriter.Clean(JsonNode.Parse("""{"kind":"Pod","spec":{"nodeName":"n1"}}""")!.AsObject())["spec"]!["nodeName"]);
    }

    [Fact]
    public void Other_values_than_the_default_are_kept()
    {
        var spec = JsonNode.Parse("""{"kind":"Pod","spec":{"restartPolicy":"Never","terminationGracePeriodSeconds":5,"containers":[{"name":"a","image":"b:1","imagePullPolicy":"Always","ports":[{"containerPort":1,"protocol":"UDP"}]}],"volumes":[{"name":"v","emptyDir":{}},{"name":"w","secret":{"secretName":"s","defaultMode":256}}]}}""")!.AsObject();
        Assert.True(JsonNode.DeepEquals(spec, ManifestWriter.Clean(spec)));
    }

    private static string ServerFields(JsonObject clean)
    {
        var left = new JsonObject();
        foreach (var field in new[] { "uid", "resourceVersion", "creationTimestamp", "managedFields" })
        {
            if (clean["metadata"]![field] is { } value)
            {
                left[field] = value.DeepClone();
            }
        }

        return left.ToJsonString();
    }
}
