namespace PodTools.Benchmarks;

/// <summary>Many commands in one pod, one after the other: in one PowerShell, and by a kubectl for each.</summary>
internal sealed class ManyExecs : IBenchmark
{
    private const int Count = 100;
    private const double WantedRatio = 5;

    public string Name => "exec-100";

    public async Task<Row> RunAsync(Bench bench)
    {
        const string Exec = $"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command true";
        var runs = await Comparison.RunAsync(
            rounds: 3,
            () => bench.MeasureAsync(Exec, $"foreach ($i in 1..{Count}) {{ {Exec} }}"),
            bench.Kubectl is null ? null : () => KubectlAsync(bench));
        return Row.OfTimes(Name, runs, "5 times as fast", runs.Ratio is null or >= WantedRatio);
    }

    private static async Task<Sample> KubectlAsync(Bench bench)
    {
        var total = 0.0;
        for (var i = 0; i < Count; i++)
        {
            total += (await bench.KubectlAsync("exec", BenchCluster.Shell, "--", "true")).Seconds;
        }

        return new(total);
    }
}
