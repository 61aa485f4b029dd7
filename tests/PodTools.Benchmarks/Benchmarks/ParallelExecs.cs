using System.Diagnostics;

namespace PodTools.Benchmarks;

/// <summary>One command in many pods at the same time: by one pipeline, and by a kubectl for each pod.</summary>
internal sealed class ParallelExecs : IBenchmark
{
    /// <summary>How many pods a node of a real cluster surely takes, beside what runs there.</summary>
    private const int RealPods = 20;
    private const int SimulatedPods = 100;

    public string Name => "exec-parallel";

    public async Task<Row> RunAsync(Bench bench)
    {
        var count = bench.Cluster.Simulator is null ? RealPods : SimulatedPods;
        await bench.Cluster.NeedShellsAsync(count, bench.Stop);
        var work = $$"""
            $results = Get-Pod -Namespace $ns -LabelSelector {{BenchCluster.Shells}} | Invoke-PodExec -Command hostname -ThrottleLimit {{count}}
            if (@($results | Where-Object ExitCode -EQ 0).Count -ne {{count}}) { throw "Not all of {{count}} pods answered." }
            """;
        var runs = await Comparison.RunAsync(
            rounds: 5,
            () => bench.MeasureAsync($"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command true", work),
            bench.Kubectl is null ? null : () => KubectlAsync(bench, count));
        return Row.OfTimes($"{Name} ({count} pods)", runs, "not slower", runs.Ratio is null or >= 1);
    }

    private static async Task<Sample> KubectlAsync(Bench bench, int count)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => bench.KubectlAsync("exec", $"shell-{i}", "--", "hostname")));
        return new(clock.Elapsed.TotalSeconds);
    }
}
