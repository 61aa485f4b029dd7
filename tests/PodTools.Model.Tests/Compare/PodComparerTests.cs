using System.Text.Json.Nodes;
using PodTools.Compare;
using PodTools.Manifests;

namespace PodTools.Tests.Compare;

public sealed class PodComparerTests
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web, tier: front}}
        spec:
          initContainers:
          - {name: one, image: "busybox:1"}
          - {name: two, image: "busybox:1"}
          containers:
          - name: web
            image: nginx:1.25
            args: [a, b]
            env: [{name: A, value: "1"}, {name: B, value: "2"}]
            ports: [{containerPort: 80}]
            resources: {limits: {cpu: 500m}}
          tolerations: [{key: x, operator: Exists}]
        """;

    [Theory]
    [InlineData("image: nginx:1.25", "image: nginx:1.27", "~ spec.containers[name=web].image: nginx:1.25 -> nginx:1.27")]
    [InlineData("tier: front", "tier: back", "~ metadata.labels[tier]: front -> back")]
    [InlineData(", tier: front", "", "- metadata.labels[tier]: front")]
    [InlineData("app: web,", "app: web, new: \"\",", "+ metadata.labels[new]: ")]
    [InlineData("args: [a, b]", "args: [b, a]", "~ spec.containers[name=web].args: [\"a\",\"b\"] -> [\"b\",\"a\"]")]
    [InlineData("{name: B, value: \"2\"}", "{name: B, value: \"3\"}", "~ spec.containers[name=web].env[name=B].value: 2 -> 3")]
    [InlineData(", {name: B, value: \"2\"}", "", "- spec.containers[name=web].env[name=B]: {\"name\":\"B\",\"value\":\"2\"}")]
    [InlineData("[{containerPort: 80}]", "[{containerPort: 80}, {containerPort: 81}]", "+ spec.containers[name=web].ports[containerPort=81,protocol=TCP]: {\"containerPort\":81,\"protocol\":\"TCP\"}")]
    [InlineData("cpu: 500m", "cpu: 1", "~ spec.containers[name=web].resources.limits[cpu]: 500m -> 1|~ spec.containers[name=web].resources.requests[cpu]: 500m -> 1")]
    [InlineData("[{key: x, operator: Exists}]", "[{key: z, operator: Exists}]", "- spec.tolerations[]: {\"key\":\"x\",\"operator\":\"Exists\"}|+ spec.tolerations[]: {\"key\":\"z\",\"operator\":\"Exists\"}")]
    [InlineData("- {name: one, image: \"busybox:1\"}\n  - {name: two, image: \"busybox:1\"}", "- {name: two, image: \"busybox:1\"}\n  - {name: one, image: \"busybox:1\"}", "~ spec.initContainers: name=one, name=two -> name=two, name=one")]
    [InlineData("name: web, labels", "name: other, labels", "~ metadata.name: web -> other")]
    public void Changes_are_told_in_the_terms_of_the_list_keys(string from, string to, string expected)
    {
        Assert.Contains(from, Pod, StringComparison.Ordinal);
        Assert.Equal(expected, string.Join('|', PodComparer.Compare(Read(Pod), Read(Pod.Replace(from, to, StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData("cpu: 500m", "cpu: \"0.5\"")]
    [InlineData("[{containerPort: 80}]", "[{containerPort: 80, protocol: TCP}]")]
    [InlineData("{name: A, value: \"1\"}, {name: B, value: \"2\"}", "{name: B, value: \"2\"}, {name: A, value: \"1\"}")]
    [InlineData("spec:", "spec:\n  restartPolicy: Always\n  serviceAccountName: default\n  nodeSelector: {}")]
    [InlineData("name: web, labels", "name: web, namespace: default, labels")]
    public void The_same_in_other_words_is_no_change(string from, string to)
    {
        Assert.Contains(from, Pod, StringComparison.Ordinal);
        Assert.Empty(PodComparer.Compare(Read(Pod), Read(Pod.Replace(from, to, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_node_that_the_manifest_names_is_compared_with_where_the_pod_is()
    {
        var live = Read(Pod);
        live["metadata"]!["uid"] = "u";
        live["spec"]!["nodeName"] = "n1";
        Assert.Empty(PodComparer.Compare(Read(Pod), live));
        Assert.Empty(PodComparer.Compare(Read(Pod.Replace("spec:", "spec:\n  nodeName: n1", StringComparison.Ordinal)), live));
        Assert.Equal("- spec.nodeName: n2", Assert.Single(PodComparer.Compare(Read(Pod.Replace("spec:", "spec:\n  nodeName: n2", StringComparison.Ordinal)), live)).ToString());
    }

    [Fact]
    public void Pods_of_the_model_are_compared_too()
    {
        var first = new Pod { Metadata = new() { Name = "a" }, Spec = new() { ActiveDeadlineSeconds = 5 } };
        var second = new Pod { Metadata = new() { Name = "a" }, Spec = new() { ActiveDeadlineSeconds = 6 } };
        var change = Assert.Single(PodComparer.Compare(first, second));
        Assert.Equal(("spec.activeDeadlineSeconds", PodChangeKind.Changed, 5L, 6L), (change.Field, change.Change, change.Old, change.New));
    }

    private static JsonObject Read(string yaml) => Assert.Single(ManifestReader.Read(yaml)).Root;
}
