using PodTools.Kubernetes.Copy;
using PodTools.Kubernetes.Streams;
using PodTools.Tests;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Copy;

/// <summary>Copies over connections that are cut.</summary>
public sealed class CutCopyTests(SimulatedCluster cluster, ITestOutputHelper output) : IClassFixture<SimulatedCluster>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(90));
    private readonly string _inside = $"/tmp/podtools-test-{Guid.NewGuid():N}";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_download_goes_on_where_it_was_cut(bool withTar)
    {
        var pod = await RunAsync();
        await ShellAsync(pod, $"mkdir -p {_inside}/sub && cd {_inside} && head -c 3000000 /dev/urandom > sub/large && head -c 700000 /dev/urandom > b && echo c > c");
        await using var proxy = new FaultProxy(cluster.Simulator.Server.Port, LinkFault.RandomCuts(7, 300_000, 900_000));
        using var connection = cluster.Through(proxy);

        var result = await PodCopier.FromPodAsync(
            ShellOf(connection, pod, withTar), new PodCopyResult(), _inside, Local("back"), new CopyOptions(), _stop.Token);

        output.WriteLine($"{proxy.Cuts} cuts, {result.Bytes} bytes, verified by {result.Verification}");
        Assert.True(proxy.Cuts > 2);
        Assert.Equal((3, 3_700_002L, "md5sum"), (result.Files, result.Bytes, result.Verification));
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories), name => name.Contains(".podtools-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_that_is_cut_is_done_again(bool withTar)
    {
        var pod = await RunAsync();
        _folder.Write("large", new string('x', 3_000_000));
        var cuts = 4;
        await using var proxy = new FaultProxy(
            cluster.Simulator.Server.Port, requests: () => Interlocked.Decrement(ref cuts) >= 0 ? new() { CutAfter = 1_000_000 } : LinkFault.None);
        using var connection = cluster.Through(proxy);

        var result = await PodCopier.ToPodAsync(
            ShellOf(connection, pod, withTar), new PodCopyResult(), Local("large"), $"{_inside}/large", new CopyOptions(), _stop.Token);

        Assert.True(proxy.Cuts > 0);
        Assert.Equal((1, 3_000_000L, "md5sum"), (result.Files, result.Bytes, result.Verification));
        await ShellAsync(pod, $"[ $(wc -c < {_inside}/large) = 3000000 ]");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_that_is_cut_each_time_fails_and_leaves_no_short_file(bool withTar)
    {
        var pod = await RunAsync();
        _folder.Write("large", new string('x', 3_000_000));
        await using var proxy = new FaultProxy(cluster.Simulator.Server.Port, requests: () => new() { CutAfter = 1_000_000 });
        using var connection = cluster.Through(proxy);

        var error = await Assert.ThrowsAsync<KubernetesException>(() => PodCopier.ToPodAsync(
            ShellOf(connection, pod, withTar), new PodCopyResult(), Local("large"), $"{_inside}/large", new CopyOptions(), _stop.Token));

        Assert.Equal(KubernetesReason.ConnectionLost, error.Reason);
        Assert.True(proxy.Cuts > 1);

        // An attempt whose command begins only after the next one has cleaned up behind it does that itself.
        await ShellAsync(pod, $"while [ -n \"$(ls -A {_inside})\" ]; do sleep 0.1; done");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_that_cannot_clean_up_names_what_it_leaves(bool withTar)
    {
        var pod = await RunAsync();
        _folder.Write("large", new string('x', 3_000_000));
        var reachable = true;
        await using var proxy = new FaultProxy(cluster.Simulator.Server.Port, requests: () => new() { CutAfter = reachable ? 1_000_000 : 0 });
        using var connection = cluster.Through(proxy);
        var options = new CopyOptions { Progress = new Watching(_ => reachable = false) };

        var error = await Assert.ThrowsAsync<KubernetesException>(() => PodCopier.ToPodAsync(
            ShellOf(connection, pod, withTar), new PodCopyResult(), Local("large"), $"{_inside}/large", options, _stop.Token));

        Assert.Contains($"'{_inside}/.podtools-", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _stop.Dispose();
    }

    private string Local(string name) => Path.Combine(_folder.Path, name);

    private async Task<Pod> RunAsync() => await cluster.RunAsync(await cluster.NewNamespaceAsync(), "pod", "sleep", "1000");

    private async Task ShellAsync(Pod pod, string line)
    {
        var options = new ExecOptions { Command = ["sh", "-c", line] };
        var (result, exit) = await ExecClient.CaptureAsync(pod, options, null, null, null, _stop.Token);
        Assert.True(exit.Succeeded, $"{line}: {result.ErrorOutput} {exit.Error?.Message}");
    }

    private static IRemoteShell ShellOf(KubernetesConnection connection, Pod pod, bool withTar)
    {
        var shell = new ExecShell(connection, pod.Namespace!, pod.Name!, "main");
        return withTar ? shell : new WithoutTar(shell);
    }

    private sealed class Watching(Action<CopyProgress> watch) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value) => watch(value);
    }

    /// <summary>A container whose shell does not find tar.</summary>
    private sealed class WithoutTar(IRemoteShell shell) : IRemoteShell
    {
        public Task<RemoteRun> RunAsync(IReadOnlyList<string> command, StreamWork? feed, StreamWork? read, CancellationToken cancellationToken) =>
            shell.RunAsync([.. command.Select(word => word.Replace("for t in tar ", "for t in ", StringComparison.Ordinal))], feed, read, cancellationToken);
    }
}
