namespace PodTools.Benchmarks;

/// <summary>How fast a command's output arrives: into a file that keeps nothing, since no disk is to be measured.</summary>
internal sealed class ExecThroughput : IBenchmark
{
    private const int MegaBytes = 128;
    private const long Bytes = MegaBytes << 20;

    public string Name => "exec-throughput";

    public async Task<Row> RunAsync(Bench bench)
    {
        // Not head: that of busybox copies byte by byte, and would be what is measured.
        var command = $"dd if=/dev/zero bs=1048576 count={MegaBytes}";
        var runs = await bench.CompareAsync(
            rounds: 3,
            $"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command true",
            $"Invoke-PodExec {BenchCluster.Shell} -Namespace $ns -Command {command.Replace(' ', ',')} -OutFile '{TemporaryFile.Nowhere}'",
            ["exec", BenchCluster.Shell, "--", .. command.Split(' ')]);
        return Row.OfThroughput(Name, runs, Bytes);
    }
}
