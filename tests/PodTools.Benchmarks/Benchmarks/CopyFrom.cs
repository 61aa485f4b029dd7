namespace PodTools.Benchmarks;

/// <summary>How fast a file gets out of a pod. PodTools verifies what arrived by a checksum, kubectl does not.</summary>
internal sealed class CopyFrom : IBenchmark
{
    private const long Bytes = 128L << 20;

    public string Name => "copy-from";

    public async Task<Row> RunAsync(Bench bench)
    {
        using var file = new TemporaryFile();
        await bench.Cluster.ShellAsync(BenchCluster.Shell, $"head -c {Bytes} /dev/zero > /tmp/source", bench.Stop);
        var runs = await bench.CompareAsync(
            rounds: 3,
            $"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command true",
            $"Copy-PodItem /tmp/source '{file.Path}' -FromPod {BenchCluster.Shell} -Namespace $ns",
            "cp", $"{BenchCluster.Shell}:/tmp/source", file.Path);
        file.MustHave(Bytes);
        await bench.Cluster.ShellAsync(BenchCluster.Shell, "rm /tmp/source", bench.Stop);
        return Row.OfThroughput(Name, runs, Bytes);
    }
}
