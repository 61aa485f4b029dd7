using PodTools.Kubernetes.Copy;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Copy;

/// <summary>Downloads from a server that loses the end of a command's output, and yet reports that the command succeeded.</summary>
public sealed class LostEndTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(90));

    [Theory]
    [InlineData("tar -cf", 0)]
    [InlineData("tar -cf", 100)]
    [InlineData("tar -cf", 512)]
    [InlineData("tar -cf", 900_000)]
    [InlineData("cat", 0)]
    [InlineData("cat", 100)]
    [InlineData("tail", 100)]
    [InlineData("walk()", 0)]
    [InlineData("walk()", 30)]
    public async Task A_download_goes_on_where_the_output_ended(string lost, int kept)
    {
        // Zeros look like the end of an archive.
        var zeros = new string('\0', 1_000_000);
        _folder.Write("there/sub/zeros", zeros);
        _folder.Write("there/text", "text");
        using var shell = new LocalShell(true, lost == "tar -cf" ? [] : ["tar"]);
        var losing = new LosingShell(shell, runs => runs < 3 ? kept : long.MaxValue, lost == "tail" ? ["cat", "tail"] : [lost]);

        var result = await DownloadAsync(losing);

        Assert.True(losing.Runs > 1);
        Assert.Equal((2, 1_000_004L, "md5sum"), (result.Files, result.Bytes, result.Verification));
        Assert.Equal(zeros, await File.ReadAllTextAsync(Local("back/sub/zeros")));
        Assert.Equal("text", await File.ReadAllTextAsync(Local("back/text")));
    }

    [Fact]
    public async Task An_archive_that_ends_between_two_files_is_not_complete()
    {
        _folder.Write("there/a", "text");
        _folder.Write("there/b", "text");
        using var shell = new LocalShell(true);

        // A folder's header, and a file's header with one block.
        var result = await DownloadAsync(new LosingShell(shell, runs => runs == 1 ? 3 * 512 : long.MaxValue, ["tar -cf"]));

        Assert.Equal(2, result.Files);
    }

    [Theory]
    [InlineData("tar -cf")]
    [InlineData("cat")]
    [InlineData("walk()")]
    public async Task A_download_without_progress_fails_and_leaves_no_short_file(string lost)
    {
        _folder.Write("there/text", new string('x', 10_000));
        using var shell = new LocalShell(true, lost == "tar -cf" ? [] : ["tar"]);
        var losing = new LosingShell(shell, runs => runs == 1 ? 5000 : 0, lost == "cat" ? ["cat", "tail"] : [lost]);

        var error = await Assert.ThrowsAsync<KubernetesException>(() => DownloadAsync(lost == "walk()" ? new LosingShell(shell, _ => 3, [lost]) : losing));

        Assert.Equal(StreamReason.CopyIncomplete, error.Reason);
        Assert.Empty(Directory.Exists(Local("back")) ? Directory.EnumerateFiles(Local("back")) : []);
    }

    [Fact]
    public async Task Checksums_that_do_not_arrive_are_asked_for_again()
    {
        _folder.Write("there/a", "text");
        _folder.Write("there/b", "text");
        using var shell = new LocalShell(true);

        var result = await DownloadAsync(new LosingShell(shell, runs => runs == 1 ? 40 : long.MaxValue, ["t=$1"]));

        Assert.Equal((2, "md5sum"), (result.Files, result.Verification));
    }

    [Fact]
    public async Task What_tar_says_about_the_rest_is_what_is_reported()
    {
        _folder.Write("there/large", new string('x', 1_000_000));
        using var shell = new LocalShell(true);
        var losing = new LosingShell(
            shell,
            runs =>
            {
                if (runs == 1)
                {
                    return 500_000;
                }

                Directory.Delete(Local("there"), recursive: true);
                return long.MaxValue;
            },
            ["tar -cf"]);

        var error = await Assert.ThrowsAsync<KubernetesException>(() => DownloadAsync(losing));

        Assert.Equal(StreamReason.CopyPathInvalid, error.Reason);
        Assert.Contains("No such file", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _stop.Dispose();
    }

    private string Local(string name) => Path.Combine(_folder.Path, name);

    private Task<PodCopyResult> DownloadAsync(IRemoteShell shell) =>
        PodCopier.FromPodAsync(shell, new PodCopyResult(), Local("there"), Local("back"), new CopyOptions(), _stop.Token);

    /// <summary>Hands on only the start of what some commands write.</summary>
    /// <param name="shell">Runs the commands.</param>
    /// <param name="kept">How many bytes arrive of a run; they are counted from 1.</param>
    /// <param name="concerned">Names or parts of the script of the commands.</param>
    private sealed class LosingShell(IRemoteShell shell, Func<int, long> kept, string[] concerned) : IRemoteShell
    {
        public int Runs { get; private set; }

        public Task<RemoteRun> RunAsync(IReadOnlyList<string> command, StreamWork? feed, StreamWork? read, CancellationToken cancellationToken)
        {
            var isConcerned = concerned.Any(word => command[0] == word || (command[0] == "sh" && word != "cat" && word != "tail" && command[2].Contains(word, StringComparison.Ordinal)));
            if (read is null || !isConcerned)
            {
                return shell.RunAsync(command, feed, read, cancellationToken);
            }

            var start = kept(++Runs);
            return shell.RunAsync(command, feed, async (output, cancel) => await read(await StartOfAsync(output, start, cancel), cancel), cancellationToken);
        }

        private static async Task<Stream> StartOfAsync(Stream output, long length, CancellationToken cancellationToken)
        {
            using var whole = new MemoryStream();
            await output.CopyToAsync(whole, cancellationToken);
            return new MemoryStream(whole.ToArray()[..(int)Math.Min(whole.Length, length)]);
        }
    }
}
