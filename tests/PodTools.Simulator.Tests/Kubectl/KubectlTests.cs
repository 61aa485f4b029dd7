namespace PodTools.Simulator.Tests.Kubectl;

/// <summary>Real kubectl, every version that this machine has, against the simulator.</summary>
public sealed class KubectlTests
{
    private const string Manifest = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          labels: {app: web}
        spec:
          containers:
          - name: main
            image: busybox
            command: [sh, -c, "echo hello; sleep 600"]
        """;

    public static TheoryData<string> Programs => new(Kubectl.Programs);

    [KubectlTheory]
    [MemberData(nameof(Programs))]
    public async Task A_pod_lives_its_life(string program)
    {
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Speed = 10 });
        var kubectl = new Kubectl(program, simulator);
        var file = Path.Combine(kubectl.Folder, "web.yaml");
        await File.WriteAllTextAsync(file, Manifest);

        await ExpectAsync("pod/web created", "create", "-f", file);
        await ExpectAsync("pod/web condition met", "wait", "--for=condition=Ready", "pod/web", "--timeout=60s");
        await ExpectAsync("1/1     Running", "get", "pods", "-o", "wide");
        await ExpectAsync("Name:             web", "describe", "pod", "web");
        Assert.Equal("hello\n", await kubectl.LinesAsync(["logs", "web", "--follow"], lines: 1));
        await ExpectAsync("pod/web labeled", "label", "pod", "web", "tier=front");
        await ExpectAsync("pod/web annotate", "annotate", "pod", "web", "note=seen");
        await ExpectAsync("web", "get", "pods", "-l", "tier=front", "-o", "name");
        await ExpectAsync("pod/web serverside-applied", "apply", "--server-side", "--force-conflicts", "-f", file);
        await ExpectAsync("poddisruptionbudget.policy/keep created", "create", "pdb", "keep", "--selector=app=web", "--min-available=1");
        await ExpectAsync("poddisruptionbudget.policy/keep condition met", "wait", "pdb/keep", "--for=jsonpath={.status.currentHealthy}=1", "--timeout=60s");
        await ExpectAsync("keep   1               N/A               0", "get", "pdb");
        await ExpectAsync("pod \"web\" deleted", "delete", "pod", "web", "--grace-period=1");
        await ExpectAsync("pod/web created", "apply", "-f", file);
        await ExpectAsync("pod/web unchanged", "apply", "-f", file);
        await ExpectAsync("yes", "auth", "can-i", "create", "pods");
        await ExpectAsync("namespace/other created", "create", "namespace", "other");
        await ExpectAsync("containerPort", "explain", "pod.spec.containers.ports");

        async Task ExpectAsync(string expected, params string[] arguments)
        {
            var (exitCode, output, error) = await kubectl.RunAsync(arguments);
            Assert.True(exitCode == 0, $"kubectl {string.Join(' ', arguments)}: {error}");
            Assert.Contains(expected, output, StringComparison.Ordinal);
        }
    }

    [KubectlTheory]
    [MemberData(nameof(Programs))]
    public async Task A_mistake_is_told_as_by_a_real_server(string program)
    {
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Nodes = 0 });
        var kubectl = new Kubectl(program, simulator);
        var file = Path.Combine(kubectl.Folder, "web.yaml");
        await File.WriteAllTextAsync(file, Manifest.Replace("image:", "imgae:", StringComparison.Ordinal));

        var (exitCode, _, error) = await kubectl.RunAsync("create", "-f", file);
        Assert.Equal(1, exitCode);
        Assert.Contains("unknown field \"spec.containers[0].imgae\"", error, StringComparison.Ordinal);

        (exitCode, _, error) = await kubectl.RunAsync("get", "pod", "missing");
        Assert.Equal(1, exitCode);
        Assert.Equal("Error from server (NotFound): pods \"missing\" not found", error.Trim());
    }
}
