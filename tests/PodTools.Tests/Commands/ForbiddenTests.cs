using System.Collections;
using PodTools.Commands;
using PodTools.Pipeline;
using Xunit.Abstractions;

namespace PodTools.Tests.Commands;

/// <summary>What somebody meets who may only look at pods: every other command says which right is missing.</summary>
public sealed class ForbiddenTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Token = "token-of-the-viewer";

    private readonly string _name = $"viewer-{Guid.NewGuid():n}"[..20];
    private PodSimulator _simulator = null!;
    private string _kubeConfig = null!;

    public static TheoryData<string> Refused => new(Commands(null!).Keys);

    public async Task InitializeAsync()
    {
        var viewer = new PodSimulatorUser("viewer", [new(["get", "list", "watch"], ["pods"]) { Namespace = "default" }]);
        _simulator = await PodSimulator.StartAsync(new() { Name = _name, Users = new Dictionary<string, PodSimulatorUser> { [Token] = viewer } });
        Assert.Empty(Record(new NewPodCommand { Name = "web", Image = "nginx", KubeConfig = _simulator.KubeConfig }).Errors);
        _kubeConfig = Path.Combine(Path.GetTempPath(), $"{_name}.yaml");
        var lines = (await File.ReadAllLinesAsync(_simulator.KubeConfig)).Select(line => line.TrimStart().StartsWith("token:", StringComparison.Ordinal) ? line[..line.IndexOf("token:", StringComparison.Ordinal)] + $"token: {Token}" : line);
        await File.WriteAllLinesAsync(_kubeConfig, lines);
    }

    public async Task DisposeAsync()
    {
        File.Delete(_kubeConfig);
        await _simulator.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_command_without_the_right_for_it_says_which_is_missing(string name)
    {
        var error = Assert.Single(Record(Commands(_kubeConfig)[name]).Errors);

        output.WriteLine($"{name,-28} {error.Id,-20} {error.Advice}");
        Assert.EndsWith("Forbidden", error.Id, StringComparison.Ordinal);
        Assert.Contains("Ask an administrator of the cluster for the verb '", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new string[0], new[] { "kube-system" }, "kube-system")]
    [InlineData(new[] { "x" }, new[] { "kube-system" }, "kube-system/x")]
    [InlineData(new[] { "x*" }, new[] { "kube-system" }, "kube-system")]
    [InlineData(new string[0], new[] { "default", "kube-system" }, "kube-system")]
    [InlineData(new string[0], new[] { "kube-system", "kube-public" }, "kube-public,kube-system")]
    public void A_refused_list_is_an_error_about_the_place_that_it_was_refused_in(string[] names, string[] namespaces, string targets)
    {
        var refused = Record(new GetPodCommand { Name = names, Namespace = namespaces, KubeConfig = _kubeConfig }).Errors;

        Assert.All(refused, error => Assert.Equal("PodForbidden", error.Id));
        Assert.Equal(targets.Split(','), refused.Select(error => error.Target!.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_refused_list_of_all_namespaces_is_an_error_about_the_context()
    {
        var refused = Assert.Single(Record(new GetPodCommand { KubeConfig = _kubeConfig }.With(nameof(GetPodCommand.AllNamespaces))).Errors);

        Assert.Equal(("PodForbidden", _name), (refused.Id, refused.Target));
    }

    [Fact]
    public void Details_come_without_the_events_that_are_not_to_be_seen()
    {
        var recorded = Record(new GetPodDetailCommand { Name = ["web"], KubeConfig = _kubeConfig });

        Assert.Equal("web", ((PodDetail)recorded.Output.Single()).Name);
        Assert.Contains("the verb 'list' on 'events' in namespace 'default'", recorded.Errors.Single().Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Rights_are_told_as_they_are()
    {
        var answers = Record(new TestPodAccessCommand { Verb = ["get", "delete"], Resource = ["pods", "pods/log", "/version"], KubeConfig = _kubeConfig }).Output;
        var all = Record(new TestPodAccessCommand { KubeConfig = _kubeConfig }.With(nameof(TestPodAccessCommand.List))).Output.Cast<PodAccess>().ToList();

        Assert.Equal(
            ["May get pods in namespace 'default'", "May not get pods/log in namespace 'default'", "May get /version", "May not delete pods in namespace 'default'", "May not delete pods/log in namespace 'default'", "May not delete /version"],
            answers.Select(answer => answer!.ToString()));
        Assert.Contains(all, each => each is { Verb: "watch", Resource: "pods" });
        Assert.Contains(all, each => each is { Verb: "get", Resource: "/version" });
    }

    private static Dictionary<string, PodCmdlet> Commands(string kubeConfig)
    {
        var manifest = "{apiVersion: v1, kind: Pod, metadata: {name: new}, spec: {containers: [{name: main, image: nginx}]}}";
        return new()
        {
            ["list elsewhere"] = new GetPodCommand { Namespace = ["kube-system"], KubeConfig = kubeConfig },
            ["get elsewhere"] = new GetPodCommand { Name = ["x"], Namespace = ["kube-system"], KubeConfig = kubeConfig },
            ["watch elsewhere"] = new WatchPodCommand { Namespace = ["kube-system"], KubeConfig = kubeConfig, Timeout = TimeSpan.FromSeconds(5) },
            ["wait elsewhere"] = new WaitPodCommand { Name = ["x"], Namespace = ["kube-system"], For = "Ready", KubeConfig = kubeConfig, Timeout = TimeSpan.FromSeconds(5) },
            ["log"] = new GetPodLogCommand { Name = ["web"], KubeConfig = kubeConfig },
            ["events"] = new GetPodEventCommand { KubeConfig = kubeConfig },
            ["nodes"] = new GetPodNodeCommand { KubeConfig = kubeConfig },
            ["namespaces"] = new GetPodNamespaceCommand { KubeConfig = kubeConfig },
            ["new namespace"] = new NewPodNamespaceCommand { Name = ["x"], KubeConfig = kubeConfig },
            ["remove namespace"] = new RemovePodNamespaceCommand { Name = ["default"], KubeConfig = kubeConfig }.With(nameof(RemovePodNamespaceCommand.Force)),
            ["new"] = new NewPodCommand { Manifest = [manifest], KubeConfig = kubeConfig },
            ["set"] = new SetPodCommand { Manifest = [manifest], KubeConfig = kubeConfig },
            ["update"] = new UpdatePodCommand { Name = ["web"], Image = "nginx:1.25", KubeConfig = kubeConfig },
            ["label"] = new AddPodLabelCommand { Name = ["web"], Label = new Hashtable { ["a"] = "b" }, KubeConfig = kubeConfig },
            ["annotate"] = new AddPodAnnotationCommand { Name = ["web"], Annotation = new Hashtable { ["a"] = "b" }, KubeConfig = kubeConfig },
            ["remove"] = new RemovePodCommand { Name = ["web"], KubeConfig = kubeConfig }.With(nameof(RemovePodCommand.Force)),
            ["evict"] = new RemovePodCommand { Name = ["web"], KubeConfig = kubeConfig }.With(nameof(RemovePodCommand.Evict)).With(nameof(RemovePodCommand.Force)),
            ["exec"] = new InvokePodExecCommand { Name = ["web"], Command = ["id"], KubeConfig = kubeConfig },
            ["debug"] = new DebugPodCommand { Name = "web", Image = "busybox", KubeConfig = kubeConfig },
            ["forward to a service"] = new StartPodPortForwardCommand { Service = "web", Port = [":80"], KubeConfig = kubeConfig },
        };
    }

    private static RecordingPipeline Record(PodCmdlet cmdlet)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return new RecordingPipeline().Run(cmdlet, patience.Token);
    }
}
