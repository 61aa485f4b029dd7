namespace PodTools.Benchmarks;

/// <summary>How fast a command's output arrives: into a file, and out of kubectl into nothing.</summary>
internal sealed class ExecThroughput : IBenchmark
{
    private const long Bytes = 256L << 20;

    public string Name => "exec-throughput";

    public async Task<Row> RunAsync(Bench bench)
    {
        using var file = new TemporaryFile();
        var command = $"head -c {Bytes} /dev/zero";
        var runs = await bench.CompareAsync(
            rounds: 5,
            $"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command true",
            $"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command {command.Replace(' ', ',')} -OutFile '{file.Path}'",
            ["exec", BenchCluster.Shell, "--", .. command.Split(' ')]);
        file.MustHave(Bytes);
        return Row.OfThroughput(Name, runs, Bytes);
    }
}
