using PodTools.Simulator.Tests.Support;
using PodTools.Tests;

namespace PodTools.Simulator.Tests.Kubectl;

/// <summary>The streams of every kubectl that this machine has, old ones that speak SPDY and new ones that use WebSockets.</summary>
public sealed class KubectlStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Programs => new(Kubectl.Programs);

    [KubectlTheory]
    [MemberData(nameof(Programs))]
    public async Task Kubectl_finds_what_it_expects(string program)
    {
        await using var simulator = await PodSimulator.StartAsync();
        using var pods = new PodWatcher(simulator);
        await pods.CreateAsync("""{"metadata":{"name":"web"},"spec":{"containers":[{"name":"web","image":"nginx","ports":[{"containerPort":80}]}]}}""");
        await pods.CreateAsync("""{"metadata":{"name":"box"},"spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"main","image":"busybox","command":["sh","-c","echo one; echo two; sleep 3600"]}]}}""");
        await pods.UntilAsync("web", pod => pod.State == "Running");
        await pods.UntilAsync("box", pod => pod.State == "Running");
        var kubectl = new Kubectl(program, simulator);

        Assert.Contains("web    1/1     Running   0 ", (await kubectl.RunAsync("get", "pods")).Output);
        Assert.Contains("Successfully assigned default/box to node-1", (await kubectl.RunAsync("describe", "pod", "box")).Output);
        Assert.Equal("one\ntwo\n", await kubectl.LinesAsync(["logs", "box", "--follow"], lines: 2));
        Assert.Equal("two\n", (await kubectl.RunAsync("logs", "box", "--tail=1")).Output);
        var failed = await kubectl.RunAsync("exec", "box", "--", "sh", "-c", "echo out; exit 3");
        Assert.Equal((3, "out\n"), (failed.ExitCode, failed.Output));
        Assert.Equal("typed", (await kubectl.RunAsync(["exec", "-i", "box", "--", "cat"], "typed")).Output);
        Assert.Contains("Welcome to nginx!", await ForwardAsync(kubectl));
        await kubectl.RunAsync("delete", "pod", "box");
        await pods.UntilGoneAsync("box");
    }

    private static async Task<string> ForwardAsync(Kubectl kubectl)
    {
        using var port = new ReservedPort();
        using var forwarding = kubectl.Start("port-forward", "web", $"{port.Number}:80");
        try
        {
            await forwarding.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            using var http = new HttpClient { Timeout = Patience };
            return await http.GetStringAsync(new Uri($"http://127.0.0.1:{port.Number}/"));
        }
        finally
        {
            forwarding.Kill();
        }
    }
}
