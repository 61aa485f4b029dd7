using PodTools.Commands;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>Simulators that begin with what stood in another cluster.</summary>
public sealed class SnapshotTests : IDisposable
{
    private const string Cluster = """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: Node
          metadata: { name: worker-7, uid: 6f0a }
          status:
            allocatable: { cpu: "4", memory: 8Gi, pods: "110" }
            addresses: [{ type: InternalIP, address: 10.1.0.7 }]
            conditions: [{ type: Ready, status: "True" }]
        - apiVersion: v1
          kind: Pod
          metadata: { name: api, namespace: shop, uid: 1c2d, creationTimestamp: "2024-01-02T03:04:05Z", labels: { app: api } }
          spec: { nodeName: worker-7, terminationGracePeriodSeconds: 2, containers: [{ name: api, image: "shop/api:9" }] }
          status:
            phase: Running
            podIP: 10.244.7.9
            containerStatuses:
            - { name: api, image: "shop/api:9", ready: false, restartCount: 17, state: { waiting: { reason: CrashLoopBackOff } } }
        - apiVersion: example.com/v1
          kind: Widget
          metadata: { name: w }
        """;

    private readonly string _name = $"snapshot-{Guid.NewGuid():n}"[..20];
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"snapshot-{Guid.NewGuid():n}.yaml");
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));

    public void Dispose()
    {
        File.Delete(_file);
        _patience.Dispose();
    }

    [Fact]
    public void Pods_stand_as_they_were_recorded()
    {
        var warnings = Start(Cluster, pods =>
        {
            var pod = Assert.IsType<Pod>(Assert.Single(pods()));
            Assert.Equal(("api", "shop", "0/1", "CrashLoopBackOff", 17, "worker-7"), (pod.Name, pod.Namespace, pod.Ready, pod.State, pod.Restarts, pod.Node));
            Assert.Equal("1c2d", pod.Metadata?.Uid);
        }).Warnings;

        Assert.Contains("Widget", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_diagnosed_without_the_logs_that_nobody_recorded() => Start(Cluster, _ =>
    {
        var recorded = Record(new GetPodDiagnosisCommand { Name = ["api"], Namespace = ["shop"], Context = _name });

        Assert.Empty(recorded.Errors);
        Assert.Equal("api", Assert.IsType<PodDiagnosis>(Assert.Single(recorded.Output)).Name);
    });

    [Fact]
    public void Their_containers_run_nowhere_and_it_is_said() => Start(Cluster, _ =>
    {
        var error = Assert.Single(Record(new GetPodLogCommand { Name = ["api"], Namespace = ["shop"], Context = _name }).Errors);

        Assert.Contains("came with the snapshot", error.Exception.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void They_go_when_they_are_deleted_and_new_pods_take_their_nodes() => Start(Cluster, pods =>
    {
        Assert.Empty(Record(new RemovePodCommand { Name = ["api"], Namespace = ["shop"], Context = _name }.With(nameof(RemovePodCommand.Force)).With(nameof(RemovePodCommand.Wait))).Errors);
        Assert.Empty(pods());

        Assert.Empty(Record(new NewPodCommand { Name = "new", Image = "nginx", Context = _name }.With(nameof(NewPodCommand.Wait))).Errors);
        Assert.Equal("worker-7", Assert.IsType<Pod>(Assert.Single(pods())).Node);
    });

    [Fact]
    public void A_pod_without_a_state_is_no_snapshot()
    {
        File.WriteAllText(_file, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"plan"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");

        var error = Assert.Single(Record(new StartPodSimulatorCommand { Name = _name, Snapshot = [_file] }).Errors);

        Assert.Equal("SnapshotInvalid", error.Id);
        Assert.Contains("'plan'", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Record(new GetPodSimulatorCommand()).Output.Cast<PodSimulator>(), simulator => simulator.Name == _name);
    }

    private RecordingPipeline Start(string cluster, Action<Func<IReadOnlyList<object>>> look)
    {
        File.WriteAllText(_file, cluster);
        var started = Record(new StartPodSimulatorCommand { Name = _name, Snapshot = [_file] });
        Assert.Empty(started.Errors);
        try
        {
            look(() => [.. Record(new GetPodCommand { Context = [_name] }.With(nameof(GetPodCommand.AllNamespaces))).Output]);
            return started;
        }
        finally
        {
            Record(new StopPodSimulatorCommand { Name = [_name] });
        }
    }

    private RecordingPipeline Record(PodCmdlet cmdlet) => new RecordingPipeline().Run(cmdlet, _patience.Token);
}
