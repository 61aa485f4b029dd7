using PodTools.Simulator.Tests.Support;

namespace PodTools.Simulator.Tests.Node;

/// <summary>What containers see and do on this machine, and what is left of them.</summary>
public sealed class ContainerTests
{
    [Fact]
    public async Task Containers_of_a_pod_share_a_volume_and_leave_a_message()
    {
        await using var simulator = await PodSimulator.StartAsync();
        using var pods = new PodWatcher(simulator);
        await pods.CreateAsync("""
            {"metadata":{"name":"p"},"spec":{"restartPolicy":"Never","volumes":[{"name":"d","emptyDir":{}}],
             "initContainers":[{"name":"i","image":"busybox","command":["sh","-c","echo $GREETING > /data/x"],
               "env":[{"name":"WHO","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},{"name":"GREETING","value":"hello $(WHO)"}],
               "volumeMounts":[{"name":"d","mountPath":"/data"}]}],
             "containers":[{"name":"main","image":"busybox","command":["sh","-c","cat /else/where/x; echo so > /dev/termination-log"],
               "volumeMounts":[{"name":"d","mountPath":"/else/where"}]}]}}
            """);
        var pod = await pods.UntilAsync("p", pod => pod.Status?.Phase == "Succeeded");
        Assert.Equal("hello p\n", await LogAsync(pods, "p", "container=main"));
        Assert.Equal("so\n", pod.Status!.ContainerStatuses[0].State?.Terminated?.Message);
    }

    [IsolatedFact]
    public async Task Containers_have_a_host_name_and_files_of_their_own()
    {
        await using var simulator = await PodSimulator.StartAsync();
        using var pods = new PodWatcher(simulator);
        await pods.CreateAsync("""
            {"metadata":{"name":"p"},"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"busybox",
             "command":["sh","-c","hostname; grep -c '\tp$' /etc/hosts; touch /tmp/mine; ls /tmp"]}]}}
            """);
        await pods.UntilAsync("p", pod => pod.Status?.Phase == "Succeeded");
        Assert.Equal("p\n1\nmine\n", await LogAsync(pods, "p", ""));
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_told_in_the_words_of_a_runtime()
    {
        await using var simulator = await PodSimulator.StartAsync();
        using var pods = new PodWatcher(simulator);
        await pods.CreateAsync("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"busybox","command":["no-such-program"]}]}}""");
        await pods.UntilAsync("p", pod => pod.Restarts > 0);
        Assert.Contains(pods.Events("p"), message => message.EndsWith("exec: \"no-such-program\": executable file not found in $PATH: unknown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Time_may_run_a_thousand_times_as_fast()
    {
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Speed = 1000 });
        using var pods = new PodWatcher(simulator);
        await pods.CreateAsync("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"alpine","command":["false"]}]}}""");
        await pods.UntilAsync("p", pod => pod.Restarts > 1);
    }

    [Fact]
    public async Task Nothing_of_a_container_outlives_the_simulator()
    {
        var mark = $"podtools-test-{Guid.NewGuid():N}";
        await using (var simulator = await PodSimulator.StartAsync())
        {
            using var pods = new PodWatcher(simulator);
            await pods.CreateAsync($$$"""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"busybox","command":["sh","-c","trap '' TERM; : {{{mark}}}; while :; do sleep 5; done"]}]}}""");
            await pods.UntilAsync("p", pod => pod.State == "Running");
            Assert.NotEmpty(Processes(mark));
        }

        Assert.Empty(Processes(mark));
    }

    [Fact]
    public async Task Nothing_of_a_command_whose_client_has_gone_outlives_the_simulator()
    {
        var mark = $"podtools-test-{Guid.NewGuid():N}";
        await using (var simulator = await PodSimulator.StartAsync())
        {
            using var pods = new PodWatcher(simulator);
            await pods.CreateAsync("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"busybox","command":["sleep","1000"]}]}}""");
            await pods.UntilAsync("p", pod => pod.State == "Running");
            var query = string.Concat(new[] { "sh", "-c", $": {mark}; while :; do echo on >&2; sleep 0.1; done" }.Select(word => $"&command={Uri.EscapeDataString(word)}"));
            using (var answer = await pods.Client.UpgradeAsync($"/api/v1/namespaces/default/pods/p/exec?container=main&stderr=true{query}", ["v5.channel.k8s.io"]))
            {
                using var written = new StreamReader(await answer.Content.ReadAsStreamAsync(), System.Text.Encoding.Latin1);
                Assert.EndsWith("on", await written.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
            }

            Assert.NotEmpty(Processes(mark));
        }

        Assert.Empty(Processes(mark));
    }

    [Fact]
    public async Task A_described_image_plays_its_part()
    {
        await using var simulator = await PodSimulator.StartAsync();
        simulator.SetImage(new SimulatedImage("app") { LogLines = ["up"], ExitAfter = TimeSpan.FromMilliseconds(50), ExitCode = 7 });
        simulator.SetImage(new SimulatedImage("greedy") { OutOfMemory = true });
        using var pods = new PodWatcher(simulator);
        await pods.CreateAsync("""{"metadata":{"name":"a"},"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"app:1"}]}}""");
        await pods.CreateAsync("""{"metadata":{"name":"g"},"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"greedy"}]}}""");
        var app = await pods.UntilAsync("a", pod => pod.Status?.Phase == "Failed");
        Assert.Equal(7, app.Status!.ContainerStatuses[0].State?.Terminated?.ExitCode);
        Assert.Equal("up\n", await LogAsync(pods, "a", ""));
        Assert.Equal("OOMKilled", (await pods.UntilAsync("g", pod => pod.Status?.Phase == "Failed")).State);
    }

    [Theory]
    [InlineData("nginx:does-not-exist", "ImagePullBackOff")]
    [InlineData("registry.invalid/app", "ImagePullBackOff")]
    [InlineData("Upper/Case", "InvalidImageName")]
    public async Task An_image_that_cannot_be_had_is_no_secret(string image, string state)
    {
        await using var simulator = await PodSimulator.StartAsync();
        using var pods = new PodWatcher(simulator);
        await pods.CreateAsync($$$"""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"{{{image}}}"}]}}""");
        await pods.UntilAsync("p", pod => pod.State == state);
    }

    private static async Task<string> LogAsync(PodWatcher pods, string pod, string query)
    {
        using var answer = await pods.Client.SendAsync("GET", $"/api/v1/namespaces/default/pods/{pod}/log?{query}", accept: "*/*");
        return await answer.Content.ReadAsStringAsync();
    }

    private static List<string> Processes(string mark) =>
        [.. Directory.EnumerateDirectories("/proc").Where(folder => Reads(Path.Combine(folder, "cmdline"), mark))];

    private static bool Reads(string path, string mark)
    {
        try
        {
            return File.Exists(path) && File.ReadAllText(path).Contains(mark, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
