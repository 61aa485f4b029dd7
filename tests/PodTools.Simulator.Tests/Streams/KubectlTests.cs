using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PodTools.Simulator.Tests.Support;
using Xunit.Abstractions;

namespace PodTools.Simulator.Tests.Streams;

/// <summary>Every kubectl that this machine has, old ones that speak SPDY and new ones that use WebSockets, against the simulator.</summary>
public sealed class KubectlTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The kubectl on PATH and those that lie beside it, as <c>kubectl.1.27</c>; one empty name where there is none.</summary>
    public static TheoryData<string> Programs()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);
        var real = onPath is null ? null : File.ResolveLinkTarget(onPath, returnFinalTarget: true)?.FullName ?? onPath;
        var all = real is null ? [] : Directory.EnumerateFiles(Path.GetDirectoryName(real)!, "kubectl*").Order(StringComparer.Ordinal).ToList();
        return [.. all.Count > 0 ? all : [""]];
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Kubectl_finds_what_it_expects(string program)
    {
        if (program.Length == 0)
        {
            output.WriteLine("Skipped: there is no kubectl on this machine.");
            return;
        }

        await using var simulator = await PodSimulator.StartAsync();
        using var pods = new PodWatcher(simulator);
        await pods.CreateAsync("""{"metadata":{"name":"web"},"spec":{"containers":[{"name":"web","image":"nginx","ports":[{"containerPort":80}]}]}}""");
        await pods.CreateAsync("""{"metadata":{"name":"box"},"spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"main","image":"busybox","command":["sh","-c","echo one; echo two; sleep 3600"]}]}}""");
        await pods.UntilAsync("web", pod => pod.State == "Running");
        await pods.UntilAsync("box", pod => pod.State == "Running");
        var kubectl = new Kubectl(program, simulator.KubeConfig);

        Assert.Contains("web    1/1     Running   0 ", await kubectl.RunAsync("get", "pods"));
        Assert.Contains("Successfully assigned default/box to node-1", await kubectl.RunAsync("describe", "pod", "box"));
        Assert.Equal("two\n", await kubectl.RunAsync("logs", "box", "--tail=1"));
        Assert.Equal("out\nexit code 3", await kubectl.RunAsync("exec", "box", "--", "sh", "-c", "echo out; exit 3"));
        Assert.Equal("typed", await kubectl.RunAsync(["exec", "-i", "box", "--", "cat"], "typed"));
        Assert.Contains("Welcome to nginx!", await ForwardAsync(kubectl));
        await kubectl.RunAsync("delete", "pod", "box");
        await pods.UntilGoneAsync("box");
    }

    private static async Task<string> ForwardAsync(Kubectl kubectl)
    {
        var port = FreePort();
        using var forwarding = kubectl.Start("port-forward", "web", $"{port}:80");
        try
        {
            await forwarding.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            using var http = new HttpClient { Timeout = Patience };
            return await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"));
        }
        finally
        {
            forwarding.Kill();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Kubectl(string program, string kubeConfig)
    {
        public Task<string> RunAsync(params string[] arguments) => RunAsync(arguments, "");

        /// <summary>The output, and the exit code where it is not 0.</summary>
        public async Task<string> RunAsync(string[] arguments, string input)
        {
            using var process = Start(arguments);
            using var limit = new CancellationTokenSource(Patience);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var text = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            await errors;
            return process.ExitCode == 0 ? text : text + "exit code " + process.ExitCode.ToString(CultureInfo.InvariantCulture);
        }

        public Process Start(params string[] arguments)
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["KUBECONFIG"] = kubeConfig;
            return Process.Start(start)!;
        }
    }
}
