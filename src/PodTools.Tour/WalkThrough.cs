using System.Collections;
using PodTools.Commands;

namespace PodTools.Tour;

/// <summary>The life of a pod, from its manifest to its end.</summary>
/// <param name="stage">Where the steps run.</param>
/// <param name="manifest">The manifest of the main pod; null for the one that comes with the tour.</param>
internal sealed class WalkThrough(Stage stage, string? manifest)
{
    private const string Namespace = "tour";

    private string _pod = "";

    /// <summary>Runs all steps.</summary>
    public void Run()
    {
        stage.Run("Start-PodSimulator", new StartPodSimulatorCommand());
        try
        {
            stage.Run($"New-PodNamespace {Namespace}", new NewPodNamespaceCommand { Name = [Namespace] });
            stage.Run($"Use-PodContext -Namespace {Namespace}", new UsePodContextCommand { Namespace = Namespace });
            Create();
            Look();
            Reach();
            Mark();
            Combine();
            Live();
            Check();
            Remove();
        }
        finally
        {
            stage.Run("Stop-PodSimulator", new StopPodSimulatorCommand());
        }
    }

    private void Create()
    {
        stage.Chapter("Create a pod, or declare it");
        var path = manifest ?? "http-go-pod.yaml";
        _pod = ((Pod)stage.Run($"New-Pod -Path {path}", new NewPodCommand { Path = [path] })[0]).Name!;
        stage.Run("Set-Pod -Path nginx-pod.yaml", new SetPodCommand { Path = ["nginx-pod.yaml"] });
        stage.Run("Set-Pod -Path nginx-pod.yaml", new SetPodCommand { Path = ["nginx-pod.yaml"] });
        stage.Refuse("New-Pod -Path tabs-pod.yaml", new NewPodCommand { Path = ["tabs-pod.yaml"] }, "ManifestSyntax");
        stage.Run($"Wait-Pod {_pod}, nginx -For Ready -Timeout 1m", new WaitPodCommand { Name = [_pod, "nginx"], Timeout = TimeSpan.FromMinutes(1) });
    }

    private void Look()
    {
        stage.Chapter("Look at it");
        stage.Run("Get-Pod | Format-Table -View Wide", new GetPodCommand(), "Wide");
        var pod = Only<Pod>(stage.Run($"Get-Pod {_pod}", new GetPodCommand { Name = [_pod] }));
        stage.Pipe($"Get-Pod {_pod} | ConvertTo-PodManifest -Clean", [pod], new ConvertToPodManifestCommand().With("Clean"), (cmdlet, each) => ((ConvertToPodManifestCommand)cmdlet).Pod = [each]);
        stage.Show($"(Get-Pod {_pod}).Spec.Containers.Name", () => string.Join('\n', pod.Spec!.Containers.Select(container => container.Name)));
        stage.Run("Get-PodSchema pod.spec.containers.ports", new GetPodSchemaCommand { Path = ["pod.spec.containers.ports"] });
        stage.Run($"Get-PodDetail {_pod}", new GetPodDetailCommand { Name = [_pod] });
        stage.Run($"Get-PodLog {_pod}", new GetPodLogCommand { Name = [_pod] });
    }

    private void Reach()
    {
        stage.Chapter("Reach it");
        var port = Only<Pod>(Quietly(new GetPodCommand { Name = [_pod] })).Spec!.Containers.SelectMany(container => container.Ports).FirstOrDefault()?.ContainerPort;
        if (port is null)
        {
            stage.Say($"The pod {_pod} declares no port: there is nothing to forward to.");
        }
        else
        {
            var forward = Only<PodPortForward>(stage.Run($"Start-PodPortForward {_pod} :{port}", new StartPodPortForwardCommand { Name = [_pod], Port = [$":{port}"] }));
            stage.Show($"Invoke-RestMethod http://localhost:{forward.LocalPort}/", () => Get(forward.LocalPort));
            stage.Run("Get-PodPortForward", new GetPodPortForwardCommand());
            stage.Pipe("Get-PodPortForward | Stop-PodPortForward", [forward], new StopPodPortForwardCommand(), (cmdlet, each) => cmdlet.InputObject = [each]);
        }

        stage.Run($"Invoke-PodExec {_pod} -Command cat, /etc/hosts", new InvokePodExecCommand { Name = [_pod], Command = ["cat", "/etc/hosts"] });
    }

    private void Mark()
    {
        stage.Chapter("Annotate and label it, then act on what carries the label");
        stage.Run($"Add-PodAnnotation {_pod} @{{ owner = 'web team' }}", new AddPodAnnotationCommand { Name = [_pod], Annotation = new Hashtable { ["owner"] = "web team" } });
        stage.Refuse(
            $"Add-PodAnnotation {_pod} @{{ big = 'x' * 262144 }}",
            new AddPodAnnotationCommand { Name = [_pod], Annotation = new Hashtable { ["big"] = new string('x', 262_144) } },
            "PodAnnotationsTooLong");
        stage.Run($"Add-PodLabel {_pod}, nginx @{{ stage = 'try' }}", new AddPodLabelCommand { Name = [_pod, "nginx"], Label = new Hashtable { ["stage"] = "try" } });
        stage.Run("Get-Pod -LabelSelector stage=try | Format-Table -View Labels", new GetPodCommand { LabelSelector = "stage=try" }, "Labels");
    }

    private void Combine()
    {
        stage.Chapter("Several containers: one prepares, one serves, they share a volume");
        var prepare = Only<Container>(stage.Run(
            "$prepare = New-PodContainer prepare busybox -Command sh, -c, 'echo hello > /data/message' -Mount @{ data = '/data' }",
            new NewPodContainerCommand { Name = "prepare", Image = "busybox", Command = ["sh", "-c", "echo hello > /data/message"], Mount = new Hashtable { ["data"] = "/data" } }));
        var reader = Only<Container>(stage.Run(
            "$reader = New-PodContainer reader busybox -Command sh, -c, 'cat /data/message; sleep 600' -Mount @{ data = '/data' }",
            new NewPodContainerCommand { Name = "reader", Image = "busybox", Command = ["sh", "-c", "cat /data/message; sleep 600"], Mount = new Hashtable { ["data"] = "/data" } }));
        var volume = Only<Volume>(stage.Run("$data = New-PodVolume data -EmptyDir", new NewPodVolumeCommand { Name = "data" }.With("EmptyDir")));
        stage.Run(
            "New-Pod team -InitContainer $prepare -Container $reader -Volume $data",
            new NewPodCommand { Name = "team", InitContainer = [prepare], Container = [reader], Volume = [volume] });
        stage.Run("Wait-Pod team -For Ready -Timeout 1m", new WaitPodCommand { Name = ["team"], Timeout = TimeSpan.FromMinutes(1) });
        var log = stage.Run("Get-PodLog team -Container reader", new GetPodLogCommand { Name = ["team"], Container = "reader" });
        Stage.Expect(log.Count == 1 && log[0].ToString() == "hello", "the reader found the message of the container that prepared it");
    }

    private void Live()
    {
        stage.Chapter("Its life, and what of a live pod may change");
        stage.Run(
            "New-Pod job -Image busybox -Command sh, -c, 'echo working; sleep 1' -RestartPolicy Never",
            new NewPodCommand { Name = "job", Image = "busybox", Command = ["sh", "-c", "echo working; sleep 1"], RestartPolicy = "Never" });
        stage.RunUntil(
            "Watch-Pod job -Until { $_.Pod.Status.Phase -eq 'Succeeded' }",
            new WatchPodCommand { Name = ["job"] },
            value => value is PodWatchEvent { Pod.Status.Phase: "Succeeded" });
        stage.Run("Update-Pod nginx -Image nginx:1.27", new UpdatePodCommand { Name = ["nginx"], Image = "nginx:1.27" });
        stage.Refuse(
            "Update-Pod nginx -Patch @{ spec = @{ restartPolicy = 'Never' } }",
            new UpdatePodCommand { Name = ["nginx"], Patch = new Hashtable { ["spec"] = new Hashtable { ["restartPolicy"] = "Never" } } },
            "PodFieldImmutable");
        stage.Run(
            "New-Pod picky -Image busybox -NodeSelector @{ gpu = 'true' }",
            new NewPodCommand { Name = "picky", Image = "busybox", NodeSelector = new Hashtable { ["gpu"] = "true" } });
        stage.Refuse("Wait-Pod picky -For Ready -Timeout 1m", new WaitPodCommand { Name = ["picky"], Timeout = TimeSpan.FromMinutes(1) }, "PodWaitFailed");
    }

    private void Check()
    {
        stage.Chapter("Find mistakes before the server does");
        var issues = stage.Run("Test-PodManifest -Path one-port-twice-pod.yaml", new TestPodManifestCommand { Path = ["one-port-twice-pod.yaml"] });
        Stage.Expect(issues.Count > 0, "two containers that claim one port are reported");
    }

    private void Remove()
    {
        stage.Chapter("Remove it");
        var marked = Quietly(new GetPodCommand { LabelSelector = "stage=try" }).Cast<Pod>();
        stage.Pipe(
            "Get-Pod -LabelSelector stage=try | Remove-Pod -GracePeriod 1 -Wait -Force",
            marked,
            (RemovePodCommand)new RemovePodCommand { GracePeriod = 1 }.With("Wait").With("Force"),
            (cmdlet, each) => cmdlet.Pod = [each]);
        stage.Run("Remove-Pod -All -GracePeriod 1 -Wait -Force", new RemovePodCommand { GracePeriod = 1 }.With("All").With("Wait").With("Force"));
        Stage.Expect(Quietly(new GetPodCommand()).Count == 0, "no pod is left");
        stage.Run($"Remove-PodNamespace {Namespace} -Force", new RemovePodNamespaceCommand { Name = [Namespace] }.With("Force"));
    }

    private static T Only<T>(IReadOnlyList<object> output)
    {
        Stage.Expect(output is [T], $"there is one {typeof(T).Name}");
        return (T)output[0];
    }

    private static IReadOnlyList<object> Quietly(GetPodCommand command) => new Pipeline.RecordingPipeline().Run(command).Output;

    private static string Get(int port)
    {
        using var client = new HttpClient();
        return client.GetStringAsync(new Uri($"http://localhost:{port}/")).GetAwaiter().GetResult().Trim();
    }
}
