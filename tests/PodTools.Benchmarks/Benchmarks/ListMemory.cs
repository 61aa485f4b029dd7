namespace PodTools.Benchmarks;

/// <summary>The memory that very many pods take on their way through a pipeline; for kubectl, that of the whole process.</summary>
internal sealed class ListMemory : IBenchmark
{
    private const int Pods = 50_000;
    private const long Limit = 128L << 20;

    public string Name => "memory-list";

    public async Task<Row> RunAsync(Bench bench)
    {
        if (bench.Cluster.Simulator is null)
        {
            return Row.OfSkipped(Name, $"its {Pods} pods are for the simulator only");
        }

        await using var crowd = await CrowdedCluster.StartAsync(Pods, bench.Stop);
        var runs = await Comparison.RunAsync(
            rounds: 1,
            () => bench.PowerShell.MeasureAsync(
                crowd.KubeConfig,
                "",
                $"$all = Get-Pod -AllNamespaces | Measure-Object; if ($all.Count -ne {Pods}) {{ throw \"$($all.Count) pods came.\" }}",
                bench.Stop),
            bench.Kubectl is null ? null : () => bench.Kubectl.MeasureAsync(crowd.KubeConfig, ["get", "pods", "-A"], bench.Stop));
        return Row.OfMemory($"{Name} ({Pods} pods)", runs, Limit);
    }
}
