namespace PodTools.Benchmarks;

/// <summary>How long somebody who has just opened PowerShell waits for the first pod: start, import and end included.</summary>
internal sealed class FirstPod : IBenchmark
{
    private const double Limit = 1;

    public string Name => "first-pod";

    public async Task<Row> RunAsync(Bench bench)
    {
        var (ns, stop) = (bench.Cluster.Namespace, bench.Stop);
        var runs = await Comparison.RunAsync(
            rounds: 7,
            () => bench.PowerShell.MeasureFreshAsync(bench.Cluster.KubeConfig, $"Get-Pod -Namespace {ns} | Select-Object -First 1", stop),
            bench.Kubectl is null ? null : () => bench.KubectlAsync("get", "pods"));
        return Row.OfTimes(Name, runs, "below 1 s", runs.PodTools.Seconds < Limit);
    }
}
