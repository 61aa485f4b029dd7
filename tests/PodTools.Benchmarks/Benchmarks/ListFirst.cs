namespace PodTools.Benchmarks;

/// <summary>The first of many pods: PodTools asks for one page only, while kubectl cannot but list all.</summary>
internal sealed class ListFirst : IBenchmark
{
    private const int Pods = 5_000;
    private const int Pages = Pods / 500;

    public string Name => "list-first";

    public async Task<Row> RunAsync(Bench bench)
    {
        if (bench.Cluster.Simulator is null)
        {
            return Row.OfSkipped(Name, $"its {Pods} pods are for the simulator only");
        }

        await using var crowd = await CrowdedCluster.StartAsync(Pods, bench.Stop);
        int ours = 0, theirs = 0;
        var runs = await Comparison.RunAsync(
            rounds: 5,
            async () =>
            {
                (var all, ours) = await crowd.CountAsync(() => bench.PowerShell.MeasureAsync(
                    crowd.KubeConfig, "", "Get-Pod -AllNamespaces | Select-Object -First 1", bench.Stop));
                return all;
            },
            bench.Kubectl is null ? null : async () =>
            {
                (var all, theirs) = await crowd.CountAsync(() => bench.Kubectl.MeasureAsync(crowd.KubeConfig, ["get", "pods", "-A"], bench.Stop));
                return all;
            });
        return Row.Of(
            $"{Name} (of {Pods})",
            runs,
            sample => $"{sample.Seconds * 1000:F0} ms, {(sample == runs.PodTools ? ours : theirs)} of {Pages} pages",
            "1 page",
            ours == 1);
    }
}
