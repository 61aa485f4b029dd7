using PodTools.Kubernetes.Copy;

namespace PodTools.Kubernetes.Tests.Copy;

/// <summary>Copies into and out of a container of a simulated cluster.</summary>
public sealed class ClusterCopyTests(SimulatedCluster cluster) : IClassFixture<SimulatedCluster>
{
    [Fact]
    public async Task A_tree_goes_in_and_comes_out_again()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        folder.Write("tree/a file", "text");
        folder.Write("tree/sub/b", new string('b', 3_000_000));
        var pod = await cluster.RunAsync(await cluster.NewNamespaceAsync(), "pod", "sleep", "1000");
        var inside = $"/tmp/podtools-test-{Guid.NewGuid():N}";

        var sent = await PodCopier.ToPodAsync(pod, Path.Combine(folder.Path, "tree"), inside, new CopyOptions(), stop.Token);
        var back = await PodCopier.FromPodAsync(pod, inside, Path.Combine(folder.Path, "back"), new CopyOptions(), stop.Token);

        Assert.Equal((2, 3_000_004L), (sent.Files, sent.Bytes));
        Assert.Equal((2, 3_000_004L, "md5sum"), (back.Files, back.Bytes, back.Verification));
        Assert.Equal("text", await File.ReadAllTextAsync(Path.Combine(folder.Path, "back", "a file")));
        Assert.Equal(3_000_000, new FileInfo(Path.Combine(folder.Path, "back", "sub", "b")).Length);
    }
}
