using System.Collections;
using PodTools.Commands;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>What Update-Pod refuses by itself, what it retries, and what it shows beforehand.</summary>
public sealed class UpdatePodTests : SimulatorTests
{
    [Fact]
    public void What_the_API_forbids_is_refused_without_a_server()
    {
        var pod = NewPod("fixed");
        Run(new StopPodSimulatorCommand { Name = [Name] });

        var error = Assert.Single(Record(new UpdatePodCommand { Pod = [pod], Patch = "{spec: {nodeName: elsewhere}}" }).Errors);

        Assert.Equal("PodFieldImmutable", error.Id);
        Assert.Contains("pod updates may not change fields other than", error.Message, StringComparison.Ordinal);
        Assert.Contains("spec.nodeName", error.Advice, StringComparison.Ordinal);
        Assert.Same(pod, error.Target);
    }

    [Theory]
    [InlineData("{spec: {activeDeadlineSeconds: 900}}", "PodFieldImmutable", "less than or equal to previous value")]
    [InlineData("{metadata: {labels: {app: 'not a label'}}}", "PodInvalid", "metadata.labels")]
    [InlineData("{metadata: {name: other}}", "PodFieldImmutable", "metadata.name")]
    public void Each_refusal_names_its_rule(string patch, string id, string words)
    {
        var pod = (Pod)Run(new UpdatePodCommand { Pod = [NewPod("ruled")], ActiveDeadlineSeconds = 600 }).Output.Single();

        var error = Assert.Single(Record(new UpdatePodCommand { Pod = [pod], Patch = patch }).Errors);

        Assert.Equal(id, error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tolerations_that_others_added_meanwhile_stay()
    {
        var read = NewPod("shared");
        Run(new UpdatePodCommand { Pod = [read], Toleration = [Tolerate("theirs")] });

        var after = (Pod)Run(new UpdatePodCommand { Pod = [read], Toleration = [Tolerate("mine")] }).Output.Single();

        Assert.Equal(["theirs", "mine"], after.Spec!.Tolerations.Select(each => each.Key).Where(key => !key!.Contains('/', StringComparison.Ordinal)));
    }

    [Fact]
    public void A_patch_for_a_version_that_is_gone_is_not_moved_to_another()
    {
        var read = NewPod("pinned");
        Run(new UpdatePodCommand { Pod = [read], Patch = "{metadata: {labels: {stage: theirs}}}" });

        var patch = $"{{metadata: {{resourceVersion: '{read.Metadata!.ResourceVersion}', labels: {{stage: mine}}}}}}";
        var error = Assert.Single(Record(new UpdatePodCommand { Pod = [read], Patch = patch }).Errors);

        Assert.Equal("PodConflict", error.Id);
    }

    [Fact]
    public void WhatIf_shows_the_difference_and_changes_nothing()
    {
        var pod = NewPod("kept");

        var told = new RecordingPipeline { WhatIf = true }.Run(new UpdatePodCommand { Pod = [pod], Image = "nginx:1.29" });

        Assert.Empty(told.Errors);
        Assert.Contains("~ spec.containers[name=kept].image: nginx -> nginx:1.29", Assert.Single(told.Questions), StringComparison.Ordinal);
        var now = (Pod)Run(new GetPodCommand { Name = ["kept"], Context = [Name] }).Output.Single();
        Assert.Equal("nginx", now.Spec!.Containers[0].Image);
    }

    [Theory]
    [InlineData(PatchType.Strategic, "{metadata: {labels: {a: b}}}")]
    [InlineData(PatchType.Merge, """{"metadata": {"labels": {"a": "b"}}}""")]
    [InlineData(PatchType.Json, """[{"op": "add", "path": "/metadata/labels", "value": {"a": "b"}}]""")]
    [InlineData(PatchType.Json, "- {op: add, path: /metadata/labels, value: {a: b}}")]
    [InlineData(PatchType.Apply, "metadata:\n  labels:\n    a: b")]
    public void Each_kind_of_patch_is_taken_as_text(PatchType type, string patch)
    {
        var after = (Pod)Run(new UpdatePodCommand { Pod = [NewPod("patched")], PatchType = type, Patch = patch }).Output.Single();

        Assert.Equal("b", after.Metadata!.Labels["a"]);
    }

    [Fact]
    public void Each_kind_of_patch_is_taken_as_hashtables()
    {
        var labels = new Hashtable { ["metadata"] = new Hashtable { ["labels"] = new Hashtable { ["a"] = "b" } } };
        var operation = new Hashtable { ["op"] = "replace", ["path"] = "/metadata/labels/a", ["value"] = "c" };
        var pod = NewPod("patched");

        foreach (var (type, patch, expected) in ((PatchType, object, string)[])[
            (PatchType.Strategic, labels, "b"), (PatchType.Json, operation, "c"), (PatchType.Merge, labels, "b"),
            (PatchType.Json, new object[] { operation }, "c")])
        {
            Assert.Equal(expected, ((Pod)Run(new UpdatePodCommand { Pod = [pod], PatchType = type, Patch = patch }).Output.Single()).Metadata!.Labels["a"]);
        }
    }

    [Theory]
    [InlineData(PatchType.Strategic, "[1]", "only a patch of the type Json")]
    [InlineData(PatchType.Json, "text", "plain text")]
    [InlineData(PatchType.Merge, "{\"a\": ", "JSON")]
    [InlineData(PatchType.Strategic, "a: [", "line 2")]
    public void What_is_no_patch_is_refused_before_anything_is_sent(PatchType type, string patch, string words)
    {
        var error = Assert.Single(Record(new UpdatePodCommand { Name = ["any"], PatchType = type, Patch = patch, Context = Name }).Errors);

        Assert.Equal("PatchInvalid", error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_that_does_not_fit_is_named()
    {
        var patch = """[{"op":"add","path":"/metadata/labels","value":{"a":"b"}},{"op":"remove","path":"/metadata/labels/x"}]""";

        var error = Assert.Single(Record(new UpdatePodCommand { Pod = [NewPod("odd")], PatchType = PatchType.Json, Patch = patch }).Errors);

        Assert.Equal("PatchInvalid", error.Id);
        Assert.Contains("""{"op":"remove","path":"/metadata/labels/x"}""", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_nobody_knows_is_named_by_the_server()
    {
        var error = Assert.Single(Record(new UpdatePodCommand { Pod = [NewPod("odd")], Patch = "{spec: {bogus: 1}}" }).Errors);

        Assert.Equal(("PodInvalid", "Pod 'default/odd' cannot have that: unknown field \"spec.bogus\""), (error.Id, error.Message));
    }

    [Fact]
    public void An_apply_leaves_what_Set_Pod_has_declared()
    {
        Run(new SetPodCommand { Manifest = ["{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {containers: [{name: c, image: nginx}]}}"], Context = Name });

        Run(new UpdatePodCommand { Name = ["web"], PatchType = PatchType.Apply, Patch = "{metadata: {labels: {stage: canary}}}", Context = Name });
        var conflict = Assert.Single(Record(new UpdatePodCommand { Name = ["web"], PatchType = PatchType.Apply, Patch = "{metadata: {labels: {app: other}}}", Context = Name }).Errors);

        Assert.Equal("PodConflict", conflict.Id);
        Assert.Contains("podtools", conflict.Message, StringComparison.Ordinal);
        var pod = (Pod)Run(new GetPodCommand { Name = ["web"], Context = [Name] }).Output.Single();
        Assert.Equal(new Dictionary<string, string> { ["app"] = "web", ["stage"] = "canary" }, pod.Metadata!.Labels);
    }

    [Fact]
    public void An_update_is_never_made_to_a_later_pod_of_the_name()
    {
        var old = NewPod("again");
        Run(new RemovePodCommand { Pod = [old] }.With(nameof(RemovePodCommand.Now)).With(nameof(RemovePodCommand.Wait)));
        NewPod("again");

        Assert.All(
            [new UpdatePodCommand { Pod = [old], Image = "nginx:1.29" }, new UpdatePodCommand { Pod = [old], Patch = "{metadata: {labels: {a: b}}}", PatchType = PatchType.Apply }],
            command => Assert.Equal("PodNotFound", Assert.Single(Record(command).Errors).Id));

        var now = (Pod)Run(new GetPodCommand { Name = ["again"], Context = [Name] }).Output.Single();
        Assert.Equal(("nginx", 0), (now.Spec!.Containers[0].Image, now.Metadata!.Labels.Count));
    }

    [Fact]
    public async Task Writers_at_the_same_time_lose_nothing()
    {
        const int Rounds = 12;
        var read = NewPod("busy");

        await Task.WhenAll(((string[])["one", "two", "three"]).Select(writer => Task.Run(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                Run(new UpdatePodCommand { Pod = [read], Toleration = [Tolerate($"{writer}-{round}")] });
                Run(new AddPodLabelCommand { Pod = [read], Label = new Hashtable { [$"{writer}-{round}"] = "" } });
            }
        })));

        var after = (Pod)Run(new GetPodCommand { Name = ["busy"], Context = [Name] }).Output.Single();
        Assert.Equal(3 * Rounds, after.Metadata!.Labels.Count);
        Assert.Equal(3 * Rounds, after.Spec!.Tolerations.Count(each => each.Key!.Contains('-', StringComparison.Ordinal) && !each.Key.Contains('/', StringComparison.Ordinal)));
    }

    [Fact]
    public void WhatIf_says_when_the_server_cannot_be_reached()
    {
        var pod = NewPod("offline");
        Run(new StopPodSimulatorCommand { Name = [Name] });

        var told = new RecordingPipeline { WhatIf = true }.Run(new UpdatePodCommand { Pod = [pod], Image = "nginx:1.29" });

        Assert.Empty(told.Errors);
        Assert.Equal(["Update: pod 'default/offline' (what would change is not known: the server cannot be reached)"], told.Questions);
    }

    private static Hashtable Tolerate(string key) => new() { ["key"] = key, ["operator"] = "Exists" };

    private Pod NewPod(string name) => (Pod)Run(new NewPodCommand { Name = name, Image = "nginx", Context = Name }).Output.Single();
}
