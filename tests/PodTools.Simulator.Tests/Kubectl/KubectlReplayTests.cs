using System.Text.RegularExpressions;
using PodTools.Simulator.Tests.Rest;
using PodTools.Simulator.Tests.Support;
using PodTools.Tests;

namespace PodTools.Simulator.Tests.Kubectl;

/// <summary>
/// Every recorded command of kubectl, run by kubectl of the same version against the simulator: it has to print what it
/// printed with a real cluster, up to names, numbers and times that no two clusters share.
/// </summary>
public sealed partial class KubectlReplayTests : IDisposable
{
    private const string Version = "1.27";
    private const string Space = "rec-kubectl";

    // The pods that stood in the namespace from the first listing on, beside those that commands made.
    private static readonly (string Manifest, string State)[] Pods =
    [
        ("""
            {"metadata":{"name":"multi","labels":{"app":"multi"}},"spec":{"terminationGracePeriodSeconds":1,
            "initContainers":[{"name":"init","image":"busybox:latest","command":["sh","-c","echo from init"]}],
            "containers":[{"name":"a","image":"busybox:latest","command":["sh","-c","echo from a; sleep 3600"]},
            {"name":"b","image":"busybox:latest","command":["sh","-c","echo from b; sleep 3600"]}]}}
            """, "Running"),
        ("""{"metadata":{"name":"done"},"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"busybox:latest","command":["sh","-c","echo over"]}]}}""", "Completed"),
        ("""{"metadata":{"name":"failed"},"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"busybox:latest","command":["sh","-c","exit 3"]}]}}""", "Error"),
        ("""
            {"metadata":{"name":"pend"},"spec":{"terminationGracePeriodSeconds":1,"nodeSelector":{"disk":"none"},
            "containers":[{"name":"main","image":"busybox:latest","imagePullPolicy":"IfNotPresent","command":["sleep","3600"]}]}}
            """, "Pending"),
        ("""{"metadata":{"name":"nginx"},"spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"main","image":"nginx","ports":[{"name":"http","containerPort":80}]}]}}""", "Running"),
        ("""{"metadata":{"name":"waiting"},"spec":{"containers":[{"name":"main","image":"example.invalid/none:1"}]}}""", "ImagePullBackOff"),
    ];

    // The recorded local ports may be taken here.
    private readonly ReservedPort _port = new();

    private static string? Program => Kubectl.Programs.FirstOrDefault(program => program.EndsWith(Version, StringComparison.Ordinal));

    public void Dispose() => _port.Dispose();

    [KubectlFact(Version)]
    public async Task Every_recorded_command_prints_what_it_printed()
    {
        var accepted = AcceptedDifferences.Read("Kubectl/KubectlDifferences.txt");
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions
        {
            Version = "v1.27.16",
            Speed = 5,
            Users = new Dictionary<string, PodSimulatorUser>
            {
                ["viewer"] = new("viewer", [new PodSimulatorRule(["get", "list", "watch"], ["pods"]) { Namespace = "default" }]),
            },
        });
        var kubectl = new Kubectl(Program!, simulator);
        await File.WriteAllTextAsync(Path.Combine(kubectl.Folder, "local.txt"), "to be copied\n");
        await kubectl.RunAsync("create", "namespace", Space);
        await kubectl.RunAsync("config", "set-context", simulator.Context, "--namespace", Space);
        await kubectl.RunAsync("config", "set-credentials", "viewer", "--token", "viewer");
        await kubectl.RunAsync("config", "set-context", "viewer", "--cluster", simulator.Context, "--user", "viewer", "--namespace", "default");
        using var pods = new PodWatcher(simulator, Space);

        var differences = new List<string>();
        foreach (var recording in KubectlRecording.All)
        {
            if (recording.Name.EndsWith("-get", StringComparison.Ordinal))
            {
                await MakePodsAsync(pods);
            }

            var expected = Comparable(recording, recording.Result);
            var actual = Comparable(recording, await RunAsync(kubectl, recording));
            if (actual == expected == accepted.ContainsKey(recording.Name))
            {
                differences.Add(actual == expected
                    ? $"{recording.Name} does not differ any more: take it off the list."
                    : $"{recording.Name}: kubectl {string.Join(' ', recording.Arguments)}\nexpected {expected}\nbut was {actual}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    private static async Task MakePodsAsync(PodWatcher pods)
    {
        foreach (var (manifest, _) in Pods)
        {
            await pods.CreateAsync(manifest);
        }

        foreach (var (manifest, state) in Pods)
        {
            await pods.UntilAsync(PodName().Match(manifest).Groups[1].Value, pod => Comparable(pod.State) == state);
        }
    }

    private Task<KubectlResult> RunAsync(Kubectl kubectl, KubectlRecording recording)
    {
        string[] identity = recording.User == "viewer" ? ["--context", "viewer"] : [];
        string[] arguments = [.. identity, .. recording.Arguments.Select(argument => LocalPort().Replace(argument.Replace("node1", "node-1", StringComparison.Ordinal), $"{_port.Number}"))];
        return recording.IsInterrupted
            ? kubectl.InterruptAsync(arguments, recording.Result.Output.Count(character => character == '\n'))
            : kubectl.RunAsync(arguments, recording.Input);
    }

    // How one that is interrupted exits depends on what interrupted it.
    private static KubectlResult Comparable(KubectlRecording recording, KubectlResult result) => new(
        recording.IsInterrupted ? 0 : result.ExitCode, Comparable(recording, result.Output), Comparable(recording, result.Error));

    private static string Comparable(KubectlRecording recording, string text)
    {
        if (recording.Arguments.Contains("--all-containers"))
        {
            // It takes them as a map has them: in any order.
            text = string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal));
        }

        return Comparable(text);
    }

    private static string Comparable(string text)
    {
        text = text.Replace("node-1", "node1", StringComparison.Ordinal);

        // One that fails to pull and waits to try again goes back and forth between the two.
        text = text.Replace("ErrImagePull", "ImagePullBackOff", StringComparison.Ordinal)
            .Replace("trying and failing to pull image", "image can't be pulled", StringComparison.Ordinal);
        text = Age().Replace(text, " <age>");
        text = Address().Replace(text, "<address>");
        text = Time().Replace(text, "<time>");
        text = Id().Replace(text, "<id>");
        return Gap().Replace(text, " ");
    }

    [GeneratedRegex("\"name\":\"([a-z]+)\"")]
    private static partial Regex PodName();

    [GeneratedRegex("^1808[0-9](?=:)")]
    private static partial Regex LocalPort();

    [GeneratedRegex(@" (\d+[smh]){1,2}\b")]
    private static partial Regex Age();

    [GeneratedRegex(@"\b10(\.\d+){3}\b")]
    private static partial Regex Address();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| \+0000)")]
    private static partial Regex Time();

    [GeneratedRegex(@"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|(?<=kube-api-access-)[a-z0-9]{5}|(?<=resourceVersion: )""\d+""|(?<=/(LIVE|MERGED)-)\d+|(?<=127\.0\.0\.1:|\[::1\]:)\d{5}|(?<=:)3\d{4}(?= ->)")]
    private static partial Regex Id();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Gap();
}
