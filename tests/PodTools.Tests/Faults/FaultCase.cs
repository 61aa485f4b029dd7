using PodTools.Commands;
using PodTools.Pipeline;

namespace PodTools.Tests.Faults;

/// <summary>A cmdlet as it is run under each fault.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Hits">The requests that count, and of which the first is disturbed.</param>
/// <param name="Once">Whether the cluster must never carry them out twice.</param>
/// <param name="Make">Makes the cmdlet, given the kubeconfig and a pod of its own.</param>
internal sealed record FaultCase(string Name, string Hits, bool Once, Func<FaultStage, PodCmdlet> Make)
{
    private const string Web = FaultCluster.Running;

    /// <summary>After how many objects nobody takes more of it, as after <c>Select-Object -First</c>; null for a command that ends by itself.</summary>
    public int? Enough { get; init; }

    /// <summary>Done before anything else: what the command needs besides its pod.</summary>
    public Func<FaultStage, Task>? Before { get; init; }

    /// <summary>Done when the first object has come: something for a watch to see.</summary>
    public Func<FaultStage, Task>? Then { get; init; }

    /// <summary>All cmdlets that speak to a cluster, without a terminal.</summary>
    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new("Get-Pod (name)", "GET */pods/web*", false, at => new GetPodCommand { Name = [Web], KubeConfig = at.KubeConfig }),
        new("Get-Pod (list)", "GET */pods*limit=*", false, at => new GetPodCommand { FieldSelector = ["metadata.name=web"], KubeConfig = at.KubeConfig }),
        new("Get-PodDetail", "GET */events*", false, at => new GetPodDetailCommand { Name = [Web], KubeConfig = at.KubeConfig }),
        new("Get-PodEvent", "GET */events*", false, at => new GetPodEventCommand { Name = [Web], KubeConfig = at.KubeConfig }),
        new("Get-PodLog", "GET */log*", false, at => new GetPodLogCommand { Name = [Web], KubeConfig = at.KubeConfig }),
        new("Get-PodDiagnosis", "GET */pods/*", false, at => new GetPodDiagnosisCommand { Name = [Web], KubeConfig = at.KubeConfig }),
        new("Get-PodMetric", "GET */metrics.k8s.io/v1beta1/*", false, at => new GetPodMetricCommand { Name = [Web], KubeConfig = at.KubeConfig }),
        new("Get-PodNode", "GET */nodes*", false, at => new GetPodNodeCommand { KubeConfig = at.KubeConfig }),
        new("Get-PodNamespace", "GET */namespaces*", false, at => new GetPodNamespaceCommand { Name = ["default"], KubeConfig = at.KubeConfig }),
        new("Wait-Pod", "GET */pods*limit=*", false, at => new WaitPodCommand { Name = [Web], KubeConfig = at.KubeConfig }),
        new("Watch-Pod", "GET */pods*limit=*", false, at => new WatchPodCommand { Name = [Web], KubeConfig = at.KubeConfig }) { Enough = 1 },
        new("Watch-Pod (open)", "GET */pods*watch=*", false, at => new WatchPodCommand { Name = [at.OwnName], KubeConfig = at.KubeConfig }) { Enough = 2, Then = at => at.LabelAsync() },
        new("Get-PodSchema", "GET */openapi/v3/api/v1*", false, at => new GetPodSchemaCommand { Path = ["pod.spec.restartPolicy"], Patience = TimeSpan.FromSeconds(30), KubeConfig = at.KubeConfig }),
        new("Test-PodAccess", "POST */selfsubjectaccessreviews*", false, at => new TestPodAccessCommand { Verb = ["get"], KubeConfig = at.KubeConfig }),
        new("Test-PodManifest", "POST */pods*", false, at => new TestPodManifestCommand { Manifest = [at.NewManifest], KubeConfig = at.KubeConfig }.With(nameof(TestPodManifestCommand.Server))),
        new("Compare-Pod", "GET */pods/*", false, at => new ComparePodCommand { Manifest = [at.OwnManifest], KubeConfig = at.KubeConfig }),
        new("New-Pod", "POST */pods*", true, at => new NewPodCommand { Name = at.NewName, Image = "nginx", NodeSelector = new System.Collections.Hashtable { ["no"] = "node" }, KubeConfig = at.KubeConfig }),
        new("Set-Pod", "PATCH */pods/*", false, at => new SetPodCommand { Manifest = [at.NewManifest], KubeConfig = at.KubeConfig }),
        new("Update-Pod", "PATCH */pods/*", false, at => new UpdatePodCommand { Name = [at.OwnName], Image = "busybox:2", KubeConfig = at.KubeConfig }),
        new("Add-PodLabel", "PATCH */pods/*", true, at => new AddPodLabelCommand { Name = [at.OwnName], Label = new System.Collections.Hashtable { ["a"] = "b" }, KubeConfig = at.KubeConfig }),
        new("Remove-PodLabel", "PATCH */pods/*", true, at => new RemovePodLabelCommand { Name = [at.OwnName], Label = ["old"], KubeConfig = at.KubeConfig }),
        new("Add-PodAnnotation", "PATCH */pods/*", true, at => new AddPodAnnotationCommand { Name = [at.OwnName], Annotation = new System.Collections.Hashtable { ["a"] = "b" }, KubeConfig = at.KubeConfig }),
        new("Remove-PodAnnotation", "PATCH */pods/*", true, at => new RemovePodAnnotationCommand { Name = [at.OwnName], Annotation = ["old"], KubeConfig = at.KubeConfig }),
        new("Remove-Pod", "DELETE */pods/*", true, at => new RemovePodCommand { Name = [at.OwnName], GracePeriod = 1, KubeConfig = at.KubeConfig }),
        new("Remove-Pod -Evict", "POST */eviction*", true, at => new RemovePodCommand { Name = [at.OwnName], GracePeriod = 1, KubeConfig = at.KubeConfig }.With(nameof(RemovePodCommand.Evict))),
        new("New-PodNamespace", "POST */namespaces*", true, at => new NewPodNamespaceCommand { Name = [at.NewName], KubeConfig = at.KubeConfig }),
        new("Remove-PodNamespace", "DELETE */namespaces/*", true, at => new RemovePodNamespaceCommand { Name = [at.NewName], KubeConfig = at.KubeConfig }) { Before = at => at.MakeNamespaceAsync() },
        new("Invoke-PodExec", "GET */exec*", true, at => new InvokePodExecCommand { Name = [Web], Command = ["echo", "hello"], KubeConfig = at.KubeConfig }),
        new("Enter-Pod", "GET */exec*", true, at => new EnterPodCommand { Name = Web, Command = ["echo", "hello"], KubeConfig = at.KubeConfig }),
        new("Connect-Pod", "GET */attach*", true, at => new ConnectPodCommand { Name = FaultCluster.Talking, KubeConfig = at.KubeConfig }) { Enough = 1 },
        new("Debug-Pod", "PATCH */ephemeralcontainers*", false, at => new DebugPodCommand { Name = FaultCluster.Talking, Image = "busybox", Command = ["echo", "hello"], KubeConfig = at.KubeConfig }),
        new("Copy-PodItem (from)", "* */exec*", false, at => new CopyPodItemCommand { FromPod = Web, Path = ["/etc/hosts"], Destination = at.File, KubeConfig = at.KubeConfig }),
        new("Copy-PodItem (to)", "* */exec*", false, at => new CopyPodItemCommand { ToPod = [Web], Path = [at.File], Destination = at.File + "-there", KubeConfig = at.KubeConfig }) { Before = at => File.WriteAllTextAsync(at.File, "text") },
        new("Start-PodPortForward", "GET */pods/*", false, at => new StartPodPortForwardCommand { Name = [Web], Port = [":80"], KubeConfig = at.KubeConfig }),
    ];
}
