using System.Diagnostics;
using System.Security.Cryptography;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>Commands in containers of a simulated cluster, where they run as real processes.</summary>
public sealed class ExecClientTests(SimulatedCluster cluster) : IClassFixture<SimulatedCluster>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Output_error_output_and_exit_code_arrive()
    {
        var pod = await SleeperAsync();
        var (result, exit) = await CaptureAsync(pod, Command("sh", "-c", "echo out; echo err >&2; exit 7"), null);

        Assert.Equal(("out", "err", 7, "main"), (result.Output, result.ErrorOutput, result.ExitCode, result.Container));
        Assert.False(exit.Succeeded);
        Assert.Null(exit.Error);
    }

    [Fact]
    public async Task Standard_input_has_an_end()
    {
        var pod = await SleeperAsync();
        var data = new byte[2_000_000];
        new Random(1).NextBytes(data);

        var (result, _) = await CaptureAsync(pod, Command("sha256sum"), new MemoryStream(data));

        Assert.StartsWith(Convert.ToHexString(SHA256.HashData(data)).ToLowerInvariant(), result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Much_of_everything_at_once_does_not_block()
    {
        var pod = await SleeperAsync();
        var data = new byte[5_000_000];
        new Random(2).NextBytes(data);
        using var output = new MemoryStream();
        using var errorOutput = new MemoryStream();

        var exit = await ExecClient.RunAsync(
            cluster.Connection, pod.Namespace!, pod.Name!, Command("sh", "-c", "tee /dev/stderr"), new MemoryStream(data), output, errorOutput, Stop());

        Assert.True(exit.Succeeded, exit.Error?.Message);
        Assert.Equal(data, output.ToArray());
        Assert.Equal(data, errorOutput.ToArray());
    }

    [Fact]
    public async Task A_command_goes_on_when_its_client_has_gone_and_only_its_input_ends()
    {
        var pod = await SleeperAsync();
        var command = Command("sh", "-c", "echo begun; cat > /dev/null; seq 200000; touch gone-on") with { Stdin = true };
        var process = await ExecClient.StartAsync(cluster.Connection, pod.Namespace!, pod.Name!, command, Stop());
        Assert.NotEqual(0, await process.StandardOutput.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
        process.Abort();
        await process.DisposeAsync();

        var (result, _) = await CaptureAsync(pod, Command("sh", "-c", "until [ -e gone-on ]; do sleep 0.05; done; echo yes"), null);

        Assert.Equal("yes", result.Output);
    }

    [Fact]
    public async Task A_command_that_reads_only_a_little_of_a_long_input_is_no_failure()
    {
        var pod = await SleeperAsync();
        var (result, exit) = await CaptureAsync(pod, Command("head", "-c", "3"), new MemoryStream(new byte[20_000_000]));

        Assert.True(exit.Succeeded, exit.Error?.Message);
        Assert.Equal("\0\0\0", result.Output);
    }

    [Theory]
    [InlineData("/no/such/command", StreamReason.CommandNotFound)]
    [InlineData("/etc", StreamReason.CommandNotExecutable)]
    public async Task A_command_that_cannot_start_says_why(string command, string reason)
    {
        var pod = await SleeperAsync();
        var (result, exit) = await CaptureAsync(pod, Command(command), null);

        Assert.Null(result.ExitCode);
        Assert.Equal(reason, exit.Error!.Reason);
    }

    [Fact]
    public async Task An_unknown_container_or_pod_is_refused_with_its_own_reason()
    {
        var pod = await SleeperAsync();
        var noContainer = await Assert.ThrowsAsync<KubernetesException>(() => ExecClient.StartAsync(
            cluster.Connection, pod.Namespace!, pod.Name!, Command("true") with { Container = "zzz" }, Stop()));
        var noPod = await Assert.ThrowsAsync<KubernetesException>(() => ExecClient.StartAsync(
            cluster.Connection, pod.Namespace!, "nope", Command("true"), Stop()));

        Assert.Equal(StreamReason.ContainerNotFound, noContainer.Reason);
        Assert.Equal("NotFound", noPod.Reason);
    }

    [Fact]
    public async Task A_completed_pod_is_refused()
    {
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("done", "default-scheduler", "busybox", "Never", "true"));
        var pod = (await new PodWaiter(cluster.Pods).WaitAsync(ns, "done", PodWaitCondition.Parse("Completed"), new PodWaitOptions { Timeout = Patience }))!;

        var error = await Assert.ThrowsAsync<KubernetesException>(() => CaptureAsync(pod, Command("true"), null));

        Assert.Equal(StreamReason.PodCompleted, error.Reason);
    }

    [Fact]
    public async Task Cancelling_ends_a_command_within_100_ms()
    {
        var pod = await SleeperAsync();
        await Promptly.AssertAsync(async () =>
        {
            using var stop = new CancellationTokenSource();
            using var output = new SignalStream();
            var running = ExecClient.RunAsync(
                cluster.Connection, pod.Namespace!, pod.Name!, Command("sh", "-c", "echo started; sleep 100"), null, output, null, stop.Token);
            await output.Written.WaitAsync(Patience);
            var watch = Stopwatch.StartNew();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience));
            return watch.Elapsed;
        });
    }

    [Fact]
    public async Task Many_commands_run_side_by_side()
    {
        var pod = await SleeperAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(number =>
            CaptureAsync(pod, Command("echo", $"number {number}"), null)));

        Assert.Equal(Enumerable.Range(0, 30).Select(number => $"number {number}"), results.Select(each => each.Result.Output));
    }

    private static Task<(PodExecResult Result, RemoteExit Exit)> CaptureAsync(Pod pod, ExecOptions options, Stream? input) =>
        ExecClient.CaptureAsync(pod, options, input, null, null, Stop());

    private static CancellationToken Stop() => new CancellationTokenSource(Patience).Token;

    private static ExecOptions Command(params string[] command) => new() { Command = command };

    private async Task<Pod> SleeperAsync() => await cluster.RunAsync(await cluster.NewNamespaceAsync(), "sleeper", "sleep", "1000");

    /// <summary>Tells when something was written.</summary>
    private sealed class SignalStream : MemoryStream
    {
        private readonly TaskCompletionSource _written = new();

        public Task Written => _written.Task;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _written.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
