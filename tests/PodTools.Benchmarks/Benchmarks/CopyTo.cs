namespace PodTools.Benchmarks;

/// <summary>How fast a file gets into a pod. PodTools verifies what arrived by a checksum, kubectl does not.</summary>
internal sealed class CopyTo : IBenchmark
{
    private const long Bytes = 128L << 20;

    public string Name => "copy-to";

    public async Task<Row> RunAsync(Bench bench)
    {
        using var file = new TemporaryFile();
        file.Fill(Bytes);
        var runs = await bench.CompareAsync(
            rounds: 3,
            $"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command true",
            $"Copy-PodItem '{file.Path}' /tmp/copied -ToPod {BenchCluster.Shell} -Namespace $ns",
            "cp", file.Path, $"{BenchCluster.Shell}:/tmp/copied");
        await bench.Cluster.ShellAsync(BenchCluster.Shell, $"[ $(wc -c < /tmp/copied) = {Bytes} ] && rm /tmp/copied", bench.Stop);
        return Row.OfThroughput(Name, runs, Bytes);
    }
}
