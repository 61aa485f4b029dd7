using System.Diagnostics;

namespace PodTools.Benchmarks;

/// <summary>How fast a page of a web server in a pod arrives through a forwarded port, read by the same HTTP client.</summary>
internal sealed class ForwardThroughput : IBenchmark
{
    private const int Bytes = 64 << 20;
    private const string Pod = "web-0";

    public string Name => "forward-throughput";

    public async Task<Row> RunAsync(Bench bench)
    {
        await ServePageAsync(bench.Cluster, bench.Stop);
        using var ours = await ForwardedPort.OpenAsync(bench.PowerShell.Start(
            bench.Cluster.KubeConfig,
            $"'port ' + (Start-PodPortForward {Pod} :80 -Namespace {bench.Cluster.Namespace}).LocalPort; Start-Sleep 86400"), bench.Stop);
        using var theirs = bench.Kubectl is null ? null : await ForwardedPort.OpenAsync(
            bench.Kubectl.Start(bench.Cluster.KubeConfig, "-n", bench.Cluster.Namespace, "port-forward", Pod, ":80"), bench.Stop);
        var runs = await Comparison.RunAsync(
            rounds: 5, () => DownloadAsync(ours, bench.Stop), theirs is null ? null : () => DownloadAsync(theirs, bench.Stop));
        return Row.OfThroughput(Name, runs, Bytes);
    }

    private static async Task ServePageAsync(BenchCluster cluster, CancellationToken stop)
    {
        cluster.Simulator?.SetImage(new SimulatedImage("nginx") { Ports = new Dictionary<int, string> { [80] = new('0', Bytes) } });
        await cluster.RunPodAsync(Pod, "nginx", [], stop);
        if (cluster.Simulator is null)
        {
            var folders = "/usr/share/nginx/html /var/www/html";
            await cluster.ShellAsync(Pod, $"for d in {folders}; do if [ -d $d ]; then head -c {Bytes} /dev/zero > $d/page; fi; done", stop);
        }
    }

    private static async Task<Sample> DownloadAsync(ForwardedPort port, CancellationToken stop)
    {
        // A connection for each download, as a browser that is new to the page would make it.
        using var client = new HttpClient();
        var clock = Stopwatch.StartNew();
        using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port.Number}/page"), HttpCompletionOption.ResponseHeadersRead, stop);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        var buffer = new byte[64 * 1024];
        long total = 0;
        int count;
        while ((count = await body.ReadAsync(buffer, stop)) > 0)
        {
            total += count;
        }

        return total == Bytes ? new(clock.Elapsed.TotalSeconds) : throw new InvalidOperationException($"{total} bytes arrived in place of {Bytes}.");
    }
}
