using System.Text.Json.Nodes;
using PodTools.Manifests;

namespace PodTools.Tests.Manifests;

public sealed class ManifestValidatorTests
{
    private const string Head = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n";

    [Fact]
    public void A_good_manifest_has_no_issues() =>
        Assert.Empty(Validate($"{Head}  containers:\n  - name: main\n    image: nginx:1.25\n    ports:\n    - containerPort: 80\n"));

    [Theory]
    [InlineData("  contaners:\n  - name: a\n", 6, 3, "UnknownField", "spec.contaners", "Did you mean 'containers'?")]
    [InlineData("  image: nginx\n", 6, 3, "UnknownField", "spec.image", "'image' belongs in spec.containers[].")]
    [InlineData("  containers:\n  - name: a\n    image: b:1\n    restartpolicy: Never\n", 9, 5, "UnknownField", "spec.containers[0].restartpolicy", "Write 'restartPolicy'")]
    [InlineData("  containers:\n  - name: a\n    image: b:1\n    volumes: []\n", 9, 5, "UnknownField", "spec.containers[0].volumes", "'volumes' belongs in spec, so it is indented too far here.")]
    [InlineData("  containers:\n  - name: a\n    image: b:1\n    image: c:1\n", 9, 5, "DuplicateField", "spec.containers[0].image", "line 8, column 5")]
    [InlineData("  containers:\n  - name: a\n    image: b:1\n    port: []\n", 9, 5, "UnknownField", "spec.containers[0].port", "Did you mean 'ports'?")]
    [InlineData("  containers:\n  - name: a\n    image: b:1\n    containerPort: 80\n", 9, 5, "UnknownField", "spec.containers[0].containerPort", "'containerPort' belongs in spec.containers[0].ports[].")]
    [InlineData("  containers:\n    name: a\n    image: b:1\n", 6, 3, "WrongType", "spec.containers", "Put '- ' before the first field")]
    [InlineData("  containers:\n  - name: a\n    image: b:1\n    env:\n    - name: X\n      value: yes\n", 11, 7, "WrongType", "spec.containers[0].env[0].value", "Put it in quotes")]
    [InlineData("  containers:\n  - name: a\n    image: b:1\n    ports:\n    - containerPort: \"80\"\n", 10, 7, "WrongType", "spec.containers[0].ports[0].containerPort", "Leave the quotes out.")]
    [InlineData("  containers:\n  - name: a\n    image: b:1\n    resources: {limits: {cpu: lots}}\n", 9, 26, "WrongType", "spec.containers[0].resources.limits[cpu]", "suffix")]
    [InlineData("  containers:\n  - name: a\n", 7, 5, "ContainerImage", "spec.containers[0].image", "registry/name:tag")]
    public void Each_issue_names_place_rule_and_advice(string spec, int line, int column, string rule, string field, string advice)
    {
        var issue = Assert.Single(Validate(Head + spec), issue => issue.Rule == rule);
        Assert.Equal((line, column, field, PodManifestSeverity.Error), (issue.Line, issue.Column, issue.Field, issue.Severity));
        Assert.Contains(advice, issue.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_containers_claiming_one_port_are_reported()
    {
        var issue = Assert.Single(Validate($$"""
            {{Head}}  containers:
              - name: web
                image: nginx:1.25
                ports: [{containerPort: 80}]
              - name: side
                image: nginx:1.25
                ports:
                - containerPort: 80
            """));
        Assert.Equal(("PortConflict", 13, "spec.containers[1].ports[0].containerPort", PodManifestSeverity.Warning), (issue.Rule, issue.Line, issue.Field, issue.Severity));
        Assert.Equal("container 'side' claims port 80/TCP, which container 'web' claims already", issue.Message);
    }

    [Fact]
    public void One_port_of_the_node_claimed_twice_is_an_error() => Assert.Contains(
        Validate($"{Head}  containers:\n  - {{name: a, image: a:1, ports: [{{containerPort: 80, hostPort: 8080}}]}}\n  - {{name: b, image: a:1, ports: [{{containerPort: 81, hostPort: 8080}}]}}\n"),
        issue => issue is { Rule: "HostPortConflict", Field: "spec.containers[1].ports[0].hostPort", Message: "Duplicate value: \"TCP//8080\"" });

    [Theory]
    [InlineData("Deployment", "apps/v1", "spec.template", "selector: {matchLabels: {a: b}}, ")]
    [InlineData("DaemonSet", "apps/v1", "spec.template", "selector: {matchLabels: {a: b}}, ")]
    [InlineData("StatefulSet", "apps/v1", "spec.template", "selector: {matchLabels: {a: b}}, ")]
    [InlineData("ReplicaSet", "apps/v1", "spec.template", "selector: {matchLabels: {a: b}}, ")]
    [InlineData("Job", "batch/v1", "spec.template", "")]
    [InlineData("CronJob", "batch/v1", "spec.jobTemplate.spec.template", "")]
    public void Templates_are_checked_in_their_place(string kind, string apiVersion, string path, string selector)
    {
        var pod = $"metadata: {{labels: {{a: b}}}}, spec: {{restartPolicy: {(selector.Length > 0 ? "Always" : "Never")}, imag: x, containers: [{{name: A, image: \"b:1\"}}]}}";
        var template = path == "spec.template" ? $"template: {{{pod}}}" : $"schedule: \"* * * * *\", jobTemplate: {{spec: {{template: {{{pod}}}}}}}";
        var issues = Validate($"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: x}}\nspec: {{{selector}{template}}}\n");
        Assert.Equal([("UnknownField", $"{path}.spec.imag"), ("ContainerName", $"{path}.spec.containers[0].name")], issues.Select(issue => (issue.Rule, issue.Field)));
        Assert.All(issues, issue => Assert.Equal(4, issue.Line));
    }

    [Theory]
    [InlineData("metadta: {}", "metadta", "Did you mean 'metadata'?")]
    [InlineData("containers: []", "containers", "'containers' belongs in spec.template.spec.")]
    [InlineData("kind: Pod", "kind", "Remove it: the template of a pod has metadata and spec only.")]
    public void A_template_has_metadata_and_spec_only(string line, string field, string advice)
    {
        var issue = Assert.Single(Validate($"apiVersion: batch/v1\nkind: Job\nmetadata: {{name: x}}\nspec:\n  template:\n    {line}\n    spec: {{restartPolicy: Never, containers: [{{name: a, image: \"b:1\"}}]}}\n"));
        Assert.Equal(("UnknownField", $"spec.template.{field}", 6, advice), (issue.Rule, issue.Field, issue.Line, issue.Advice));
    }

    [Fact]
    public void Workloads_must_fit_their_templates()
    {
        var issues = Validate("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec:\n  selector: {matchLabels: {a: c}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {restartPolicy: Never, containers: [{name: a, image: \"b:1\"}]}\n");
        Assert.Equal(["TemplateSelector", "TemplateRestartPolicy"], issues.Select(issue => issue.Rule));
    }

    [Theory]
    [InlineData("kind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: \"b:1\"}]}\n", "ApiVersion", "apiVersion: v1")]
    [InlineData("apiVersion: v2\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: \"b:1\"}]}\n", "ApiVersion", "apiVersion: v1")]
    [InlineData("apiVersion: v1\nmetadata: {name: a}\nspec: {containers: [{name: a, image: \"b:1\"}]}\n", "ObjectKind", "kind: Pod")]
    [InlineData("apiVersion: v1\nkind: pod\nmetadata: {name: a}\n", "ObjectKind", "Did you mean 'Pod'?")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "OtherKind", "")]
    public void Kind_and_version_are_checked(string yaml, string rule, string advice)
    {
        var issue = Assert.Single(Validate(yaml));
        Assert.Equal(rule, issue.Rule);
        Assert.Contains(advice, issue.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_recorded_invalid_request_has_all_causes_of_the_server()
    {
        foreach (var recording in Recordings.Names("rest").Where(name => name.Contains("-create-bad-", StringComparison.Ordinal)).Select(name => Recordings.Read($"rest/{name}")))
        {
            if (recording["response"]!["body"] is JsonObject answer && (int?)answer["code"] == 422 && (string?)answer["details"]!["kind"] == "Pod")
            {
                var document = Assert.Single(ManifestReader.Read(recording["request"]!["body"]!.ToJsonString()));
                var found = ManifestValidator.Validate(document).Select(issue => $"{issue.Field}: {issue.Message}").ToHashSet();
                Assert.All(answer["details"]!["causes"]!.AsArray(), cause => Assert.Contains($"{cause!["field"]}: {cause["message"]}", found));
            }
        }
    }

    [Fact]
    public void Every_recorded_valid_request_has_no_issues_but_the_warnings_of_the_server()
    {
        var creates = Recordings.Names("rest").Select(name => Recordings.Read($"rest/{name}"))
            .Where(recording => (string?)recording["request"]!["method"] == "POST" && (int?)recording["response"]!["status"] == 201 && recording["response"]!["headers"]!["Warning"] is null)
            .Select(recording => recording["request"]!["body"]).OfType<JsonObject>().Where(body => (string?)body["kind"] == "Pod");
        var runs = Recordings.Names("lifecycle").Select(name => Recordings.Read($"lifecycle/{name}")["manifest"]).OfType<JsonObject>();
        Assert.All(creates.Concat(runs), manifest => Assert.All(ManifestReader.Read(manifest.ToJsonString()), document => Assert.Empty(ManifestValidator.Validate(document))));
    }

    private static IReadOnlyList<PodManifestIssue> Validate(string yaml) => ManifestValidator.Validate(Assert.Single(ManifestReader.Read(yaml, "x.yaml")));
}
