namespace PodTools.Benchmarks;

/// <summary>The memory that a very large output takes on its way to a file that keeps nothing; for kubectl, that of the whole process.</summary>
internal sealed class ExecMemory : IBenchmark
{
    private const int MegaBytes = 1024;
    private const long Limit = 64L << 20;

    public string Name => "memory-exec";

    public async Task<Row> RunAsync(Bench bench)
    {
        var runs = await bench.CompareAsync(
            rounds: 1,
            $"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command true",
            $"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command dd,if=/dev/zero,bs=1048576,count={MegaBytes} -OutFile '{TemporaryFile.Nowhere}'",
            "exec", BenchCluster.Shell, "--", "dd", "if=/dev/zero", "bs=1048576", $"count={MegaBytes}");
        return Row.OfMemory($"{Name} (1 GB)", runs, Limit);
    }
}
