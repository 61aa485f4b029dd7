using System.Collections;
using PodTools.Commands;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>Bodies of cmdlets on a simulated cluster, without PowerShell.</summary>
public sealed class PodCommandTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));
    private readonly string _name = $"bodies-{Guid.NewGuid():n}"[..20];
    private readonly PodSimulator _simulator;

    public PodCommandTests() => _simulator = (PodSimulator)Run(new StartPodSimulatorCommand { Name = _name }).Output.Single();

    public void Dispose()
    {
        Run(new StopPodSimulatorCommand { Name = [_name] });
        _patience.Dispose();
    }

    [Fact]
    public void A_pod_is_made_found_labelled_and_removed()
    {
        var made = (Pod)Run(new NewPodCommand { Name = "web", Image = "nginx", Context = _name, Port = ["http:80"] }).Output.Single();
        Assert.Equal((_name, "default", "http"), (made.Context, made.Namespace, made.Spec!.Containers[0].Ports[0].Name));

        var labelled = Run(new AddPodLabelCommand { Pod = [made], Label = new Hashtable { ["app"] = "web" } }.With(nameof(AddPodLabelCommand.PassThru)));
        Assert.Equal("web", ((Pod)labelled.Output.Single()).Metadata!.Labels["app"]);

        var found = Run(new GetPodCommand { LabelSelector = "app=web", Context = [_name] }).Output;
        Assert.Equal("web", ((Pod)Assert.Single(found)).Name);

        Run(new RemovePodCommand { Pod = [made] }.With(nameof(RemovePodCommand.Now)).With(nameof(RemovePodCommand.Wait)));
        Assert.Empty(Run(new GetPodCommand { Context = [_name] }).Output);
    }

    [Fact]
    public void What_is_answered_with_no_is_not_done()
    {
        var made = (Pod)Run(new NewPodCommand { Name = "kept", Image = "nginx", Context = _name }).Output.Single();

        var refused = new RecordingPipeline { Answer = false }.Run(new RemovePodCommand { Pod = [made] }, _patience.Token);

        Assert.Equal(["Remove: pod 'default/kept'"], refused.Questions);
        Assert.Equal("kept", ((Pod)Run(new GetPodCommand { Name = ["kept"], Context = [_name] }).Output.Single()).Name);
    }

    [Fact]
    public void A_missing_name_is_one_error_and_a_pattern_without_a_match_is_none()
    {
        var error = Assert.Single(Record(new GetPodCommand { Name = ["none", "none*"], Context = [_name] }).Errors);

        Assert.Equal(("PodNotFound", "default/none"), (error.Id, error.Target));
        Assert.NotNull(error.Advice);
    }

    [Fact]
    public void One_context_that_fails_does_not_silence_the_others()
    {
        Run(new NewPodCommand { Name = "there", Image = "nginx", Context = _name });

        var both = Record(new GetPodCommand { Context = ["nowhere", _name], KubeConfig = _simulator.KubeConfig });

        Assert.Equal("there", ((Pod)Assert.Single(both.Output)).Name);
        Assert.Equal("nowhere", Assert.Single(both.Errors).Target);
    }

    [Fact]
    public void Bad_manifests_do_not_keep_good_ones_from_being_created_and_order_is_kept()
    {
        object[] manifests = [Manifest("a"), "kind: Service\n", Manifest("b"), "kind: [\n", Manifest("c")];

        var made = Record(new NewPodCommand { Manifest = manifests, Context = _name });

        Assert.Equal(["a", "b", "c"], made.Output.Cast<Pod>().Select(pod => pod.Name));
        Assert.Equal(["NotAPod", "ManifestSyntax"], made.Errors.Select(error => error.Id));
    }

    private static string Manifest(string name) => $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\nspec:\n  containers:\n  - name: main\n    image: nginx\n";

    private RecordingPipeline Record(PodCmdlet cmdlet) => new RecordingPipeline().Run(cmdlet, _patience.Token);

    private RecordingPipeline Run(PodCmdlet cmdlet)
    {
        var recorded = Record(cmdlet);
        Assert.Empty(recorded.Errors);
        return recorded;
    }
}
