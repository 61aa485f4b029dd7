using System.Collections;
using PodTools.Commands;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>What Update-Pod refuses by itself, what it retries, and what it shows beforehand.</summary>
public sealed class UpdatePodTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));
    private readonly string _name = $"update-{Guid.NewGuid():n}"[..20];

    public UpdatePodTests() => Run(new StartPodSimulatorCommand { Name = _name });

    public void Dispose()
    {
        Run(new StopPodSimulatorCommand { Name = [$"{_name}*"] });
        _patience.Dispose();
    }

    [Fact]
    public void What_the_API_forbids_is_refused_without_a_server()
    {
        var pod = NewPod("fixed");
        Run(new StopPodSimulatorCommand { Name = [_name] });

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

        var told = new RecordingPipeline { WhatIf = true }.Run(new UpdatePodCommand { Pod = [pod], Image = "nginx:1.29" }, _patience.Token);

        Assert.Empty(told.Errors);
        Assert.Contains("~ spec.containers[name=kept].image: nginx -> nginx:1.29", Assert.Single(told.Questions), StringComparison.Ordinal);
        var now = (Pod)Run(new GetPodCommand { Name = ["kept"], Context = [_name] }).Output.Single();
        Assert.Equal("nginx", now.Spec!.Containers[0].Image);
    }

    private static Hashtable Tolerate(string key) => new() { ["key"] = key, ["operator"] = "Exists" };

    private Pod NewPod(string name) => (Pod)Run(new NewPodCommand { Name = name, Image = "nginx", Context = _name }).Output.Single();

    private RecordingPipeline Record(PodCmdlet cmdlet) => new RecordingPipeline().Run(cmdlet, _patience.Token);

    private RecordingPipeline Run(PodCmdlet cmdlet)
    {
        var recorded = Record(cmdlet);
        Assert.Empty(recorded.Errors);
        return recorded;
    }
}
