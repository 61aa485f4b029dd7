using System.Collections;
using System.Text.Json.Nodes;
using PodTools.Commands;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>What declaring pods takes over, what it refuses, and what it prunes.</summary>
public sealed class SetPodTests : SimulatorTests
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    [Fact]
    public void What_is_declared_no_longer_is_pruned_after_it_was_shown()
    {
        Declare("one", "two", "three");

        var recorded = Run(Pruning("two"));

        Assert.Equal([("two", PodApplyChange.Unchanged), ("one", PodApplyChange.Pruned), ("three", PodApplyChange.Pruned)], Results(recorded));
        Assert.Equal(["one", "three"], PodsNamedBy(recorded.Questions.Single(question => question.Contains("Remove them?", StringComparison.Ordinal))));
        Assert.Equal(["two"], Names());
    }

    [Fact]
    public void Nothing_is_pruned_but_what_the_same_manager_applied_with_the_labels()
    {
        Declare("mine");
        Run(new SetPodCommand { Manifest = [Manifest("other-manager")], FieldManager = "deploy", Context = Name });
        Run(new SetPodCommand { Manifest = [Manifest("other-label", "app: else")], Context = Name });
        Run(new NewPodCommand { Manifest = [Manifest("created")], Context = Name });
        Run(new NewPodNamespaceCommand { Name = ["elsewhere"], Context = Name });
        Run(new SetPodCommand { Manifest = [Manifest("other-namespace")], Namespace = "elsewhere", Context = Name });

        Run(Pruning("new"));

        Assert.Equal(["created", "new", "other-label", "other-manager"], Names());
        Assert.Equal(["other-namespace"], Names("elsewhere"));
    }

    [Fact]
    public void Nothing_is_pruned_when_the_answer_is_no()
    {
        Declare("one", "two");

        var recorded = new RecordingPipeline { Answer = false }.Run(Pruning("two"));

        Assert.Contains(recorded.Questions, question => question.EndsWith("Remove them?", StringComparison.Ordinal));
        Assert.Equal(["one", "two"], Names());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Nothing_is_asked_with_Force_or_without_confirmation(bool force, bool mayAsk)
    {
        Declare("one", "two");

        var command = Pruning("two");
        var recorded = new RecordingPipeline { MayAsk = mayAsk }.Run(force ? command.With(nameof(SetPodCommand.Force)) : command);

        Assert.DoesNotContain(recorded.Questions, question => question.Contains("Remove them?", StringComparison.Ordinal));
        Assert.Equal(["two"], Names());
    }

    [Fact]
    public void WhatIf_lists_what_would_be_pruned_and_asks_nothing()
    {
        Declare("one", "two");

        var told = new RecordingPipeline { WhatIf = true }.Run(Pruning("two"));

        Assert.Equal(["Apply: pod 'default/two' (nothing changes)", "Prune: pod 'default/one'"], told.Questions);
        Assert.Equal(["one", "two"], Names());
    }

    [Theory]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: bad, labels: {app: web}}, spec: {containers: []}}", "ManifestInvalid")]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: web}}", "NotAPod")]
    public void Nothing_is_pruned_when_a_manifest_could_not_be_declared(string bad, string id)
    {
        Declare("one", "two");

        var recorded = Record(Pruning("two", bad));

        Assert.Equal(id, Assert.Single(recorded.Errors).Id);
        Assert.Contains("Nothing is pruned", Assert.Single(recorded.Warnings), StringComparison.Ordinal);
        Assert.Equal(["one", "two"], Names());
    }

    [Fact]
    public void A_pod_that_could_never_be_pruned_is_a_warning()
    {
        var recorded = Run(new SetPodCommand { Manifest = [Manifest("web", "tier: front")], LabelSelector = "app=web", Context = Name }.With(nameof(SetPodCommand.Prune)));

        Assert.Contains("without the labels 'app=web'", Assert.Single(recorded.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Pruning_and_its_selector_belong_together()
    {
        Assert.Equal("PruneIncomplete", Record(new SetPodCommand { Manifest = [Manifest("web")], Context = Name }.With(nameof(SetPodCommand.Prune))).Errors.Single().Id);
        Assert.Equal("PruneIncomplete", Record(new SetPodCommand { Manifest = [Manifest("web")], LabelSelector = "app=web", Context = Name }).Errors.Single().Id);
        Assert.Empty(Names());
    }

    [Fact]
    public void A_pod_that_is_declared_twice_is_an_error_that_names_both_places()
    {
        var text = $"{Manifest("web")}\n---\n{Manifest("web", "app: other")}";

        var recorded = Record(new SetPodCommand { Manifest = [text], Context = Name });

        Assert.Equal([("web", PodApplyChange.Created)], Results(recorded));
        var error = Assert.Single(recorded.Errors);
        Assert.Equal("PodDeclaredTwice", error.Id);
        Assert.Contains("line 6, declares the pod 'default/web' again, which The manifest, line 1 ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_declaration_has_the_last_word_over_what_its_own_manager_wrote()
    {
        Declare("web");
        Run(new AddPodLabelCommand { Name = ["web"], Label = new Hashtable { ["app"] = "mine", ["team"] = "red" }, Context = Name }.With(nameof(AddPodLabelCommand.Overwrite)));

        Assert.Equal([("web", PodApplyChange.Configured)], Results(Run(new SetPodCommand { Manifest = [Manifest("web")], Context = Name })));

        Assert.Equal(new Dictionary<string, string> { ["app"] = "web", ["team"] = "red" }, Pod("web").Metadata!.Labels);
    }

    [Fact]
    public async Task A_conflict_with_others_names_manager_and_field()
    {
        Declare("web");
        await Client().PatchAsync("default", "web", PatchType.Merge, Labels("theirs"), new() { FieldManager = "them" });

        var error = Assert.Single(Record(new SetPodCommand { Manifest = [Manifest("web")], Context = Name }).Errors);

        Assert.Equal("PodConflict", error.Id);
        Assert.Contains("\"them\"", error.Message, StringComparison.Ordinal);
        Assert.Contains(".metadata.labels.app", error.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", Pod("web").Metadata!.Labels["app"]);
        Run(new SetPodCommand { Manifest = [Manifest("web")], Context = Name }.With(nameof(SetPodCommand.Force)));
        Assert.Equal("web", Pod("web").Metadata!.Labels["app"]);
    }

    [Fact]
    public async Task One_owner_that_does_not_give_way_is_enough_for_a_conflict()
    {
        Run(new SetPodCommand { Manifest = [Manifest("web", "app: web, tier: front")], Context = Name });
        Run(new AddPodLabelCommand { Name = ["web"], Label = new Hashtable { ["tier"] = "back" }, Context = Name }.With(nameof(AddPodLabelCommand.Overwrite)));
        await Client().PatchAsync("default", "web", PatchType.Merge, Labels("theirs"), new() { FieldManager = "them" });

        Assert.Equal("PodConflict", Record(new SetPodCommand { Manifest = [Manifest("web", "app: web, tier: front")], Context = Name }).Errors.Single().Id);

        Assert.Equal(new Dictionary<string, string> { ["app"] = "theirs", ["tier"] = "back" }, Pod("web").Metadata!.Labels);
    }

    [Theory]
    [InlineData("kubectl-client-side-apply")]
    [InlineData("a-pipeline")]
    public async Task What_was_applied_on_the_clients_side_is_taken_over_whoever_did_it(string manager)
    {
        await ApplyOnTheClientAsync("web", manager);
        Run(new AddPodLabelCommand { Name = ["web"], Label = new Hashtable { ["by"] = "hand" }, Context = Name });

        var told = new RecordingPipeline { WhatIf = true }.Run(new SetPodCommand { Manifest = [Manifest("web")], Context = Name });
        var recorded = Run(new SetPodCommand { Manifest = [Manifest("web")], Context = Name });

        Assert.Contains("- metadata.labels[gone]: yes", Assert.Single(told.Questions), StringComparison.Ordinal);
        Assert.Equal([("web", PodApplyChange.Configured)], Results(recorded));
        var pod = Pod("web");
        Assert.Equal(new Dictionary<string, string> { ["app"] = "web", ["by"] = "hand" }, pod.Metadata!.Labels);
        Assert.Equal(["kept"], pod.Metadata.Annotations.Keys);
        Assert.DoesNotContain(pod.Metadata.ManagedFields, entry => entry.Manager == manager);
        Assert.Equal([("web", PodApplyChange.Unchanged)], Results(Run(new SetPodCommand { Manifest = [Manifest("web")], Context = Name })));
    }

    [Fact]
    public void What_cannot_change_on_a_live_pod_is_named()
    {
        Declare("web");

        var error = Assert.Single(Record(new SetPodCommand { Manifest = [Manifest("web").Replace("name: main", "name: main, tty: true", StringComparison.Ordinal)], Context = Name }).Errors);

        Assert.Equal("PodFieldImmutable", error.Id);
        Assert.Contains("+ spec.containers[name=main].tty: true", error.Message, StringComparison.Ordinal);
    }

    private async Task ApplyOnTheClientAsync(string name, string manager)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = new JsonObject { ["app"] = "old", ["gone"] = "yes" },
                ["annotations"] = new JsonObject { [LastApplied] = "{}" },
            },
            ["spec"] = new JsonObject { ["terminationGracePeriodSeconds"] = 0, ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "nginx" }) },
        };
        await Client().CreateAsync("default", pod, new WriteOptions { FieldManager = manager });
        await Client().PatchAsync(
            "default", name, PatchType.Merge, JsonNode.Parse("""{"metadata":{"annotations":{"kept":"by another"}}}""")!, new WriteOptions { FieldManager = "another" });
    }

    private PodClient Client() => new(KubernetesConnection.Open(Simulator.KubeConfig));

    private static JsonObject Labels(string app) => new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = app } } };

    private static string Manifest(string name, string labels = "app: web") => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, labels: { {{labels}} } }
        spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: nginx}]}
        """;

    private void Declare(params string[] names) => Run(new SetPodCommand { Manifest = [.. names.Select(name => Manifest(name))], Context = Name });

    private SetPodCommand Pruning(params string[] manifests)
    {
        object[] given = [.. manifests.Select(manifest => manifest.StartsWith('{') ? manifest : Manifest(manifest))];
        return (SetPodCommand)new SetPodCommand { Manifest = given, LabelSelector = "app=web", Context = Name }.With(nameof(SetPodCommand.Prune));
    }

    private static List<(string?, PodApplyChange)> Results(RecordingPipeline recorded) =>
        [.. recorded.Output.Cast<PodApplyResult>().Select(result => (result.Name, result.Change))];

    private static List<string> PodsNamedBy(string question) =>
        [.. question.Split(Environment.NewLine).Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Split('/')[1])];

    /// <summary>The pods that are not on their way out.</summary>
    private List<string> Names(string ns = "default") =>
        [.. Run(new GetPodCommand { Namespace = [ns], Context = [Name] }).Output.Cast<Pod>().Where(pod => pod.Metadata!.DeletionTimestamp is null).Select(pod => pod.Name!).Order(StringComparer.Ordinal)];

    private Pod Pod(string name) => (Pod)Run(new GetPodCommand { Name = [name], Context = [Name] }).Output.Single();
}
