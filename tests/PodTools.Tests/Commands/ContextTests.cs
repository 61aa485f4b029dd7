using PodTools.Commands;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>Which clusters are meant and asked.</summary>
public sealed class ContextTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));
    private readonly string _name = $"get-{Guid.NewGuid():n}"[..20];

    public ContextTests()
    {
        Run(new StartPodSimulatorCommand { Name = _name });
        Run(new NewPodCommand { Manifest = [.. new[] { "b", "c", "a" }.Select(name => $"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {{containers: [{{name: main, image: nginx}}]}}\n")], Context = _name });
    }

    public void Dispose()
    {
        Run(new StopPodSimulatorCommand { Name = [$"{_name}*"] });
        _patience.Dispose();
    }

    [Fact]
    public void A_pattern_means_all_contexts_that_match_and_may_match_none()
    {
        Assert.Equal(["a", "b", "c"], Names(new GetPodCommand { Context = [$"{_name[..8]}*"] }));
        Assert.Empty(Names(new GetPodCommand { Context = ["no-such-*"] }));
    }

    [Fact]
    public void Clusters_are_told_to_be_reachable_with_their_version()
    {
        var test = (PodContextTest)Run(new GetPodContextCommand { Name = [_name] }.With(nameof(GetPodContextCommand.Test))).Output.Single();

        Assert.Equal((true, null), (test.Reachable, test.Error));
        Assert.StartsWith("v1.", test.Version, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_are_described_in_the_words_of_a_cluster_and_without_one_not_at_all()
    {
        var asked = (PodField)Run(new GetPodSchemaCommand { Path = ["pod.spec.restartPolicy"], Context = _name }).Output.Single();
        var offline = (PodField)Run(new GetPodSchemaCommand { Path = ["pod.spec.restartPolicy"], Context = "no-such-context" }).Output.Single();

        Assert.Equal("restartPolicy", asked.Name);
        Assert.Null(offline.Description);
    }

    private IEnumerable<string?> Names(PodCmdlet cmdlet) => Run(cmdlet).Output.Cast<Pod>().Select(pod => pod.Name);

    private RecordingPipeline Record(PodCmdlet cmdlet) => new RecordingPipeline().Run(cmdlet, _patience.Token);

    private RecordingPipeline Run(PodCmdlet cmdlet)
    {
        var recorded = Record(cmdlet);
        Assert.Empty(recorded.Errors);
        return recorded;
    }
}
