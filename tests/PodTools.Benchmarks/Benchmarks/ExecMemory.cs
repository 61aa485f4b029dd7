namespace PodTools.Benchmarks;

/// <summary>The memory that a very large output takes on its way to a file; for kubectl, that of the whole process.</summary>
internal sealed class ExecMemory : IBenchmark
{
    private const long Bytes = 1L << 30;
    private const long Limit = 64L << 20;

    public string Name => "memory-exec";

    public async Task<Row> RunAsync(Bench bench)
    {
        using var file = new TemporaryFile();
        var runs = await bench.CompareAsync(
            rounds: 1,
            $"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command true",
            $"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command head,-c,{Bytes},/dev/zero -OutFile '{file.Path}'",
            "exec", BenchCluster.Shell, "--", "head", "-c", $"{Bytes}", "/dev/zero");
        file.MustHave(Bytes);
        return Row.OfMemory($"{Name} (1 GB)", runs, Limit);
    }
}
