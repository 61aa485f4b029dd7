using System.Runtime.Versioning;
using PodTools.Kubernetes.Copy;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Copy;

/// <summary>The containers are folders of this machine here, with its own tools: what Windows lacks.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PodCopierTests : IDisposable
{
    private static readonly DateTime Time = new(2020, 2, 29, 12, 0, 0, DateTimeKind.Utc);
    private static readonly CopyOptions Options = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("podtools-copy-").FullName;

    public static TheoryData<bool, string[]> Containers() => new()
    {
        { true, [] },
        { false, [] },
        { false, ["dd"] },
        { true, ["md5sum"] },
        { true, ["sha256sum", "md5sum"] },
        { true, ["tar"] },
        { false, ["tar"] },
        { false, ["tar", "dd"] },
        { true, ["tar", "head", "dd", "tail", "wc", "stat", "chmod", "touch"] },
    };

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task A_tree_arrives_in_the_container_whatever_tools_it_has(bool canEndInput, string[] without)
    {
        using var shell = new LocalShell(canEndInput, without);
        var source = MakeTree(Path.Combine(_folder, "tree"));
        var inside = Directory.CreateDirectory(Path.Combine(_folder, "inside")).FullName;

        var result = await PodCopier.ToPodAsync(shell, new PodCopyResult(), source, inside, Options, Deadline());

        AssertSame(source, Path.Combine(inside, "tree"), withModes: !without.Contains("touch"));
        Assert.Equal((6, without.Contains("tar") ? (canEndInput ? "cat" : without.Contains("dd") ? "head" : "dd") : "tar"), (result.Files, result.Tool));
        Assert.Equal(without.Contains("sha256sum") ? "size" : without.Contains("md5sum") ? "sha256sum" : "md5sum", result.Verification);
        Assert.Equal(without.Contains("stat") ? 1 : 0, result.Skipped.Count);
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task A_tree_arrives_from_the_container_whatever_tools_it_has(bool canEndInput, string[] without)
    {
        using var shell = new LocalShell(canEndInput, without);
        var source = MakeTree(Path.Combine(_folder, "tree"));
        var destination = Path.Combine(_folder, "out", "renamed");

        var result = await PodCopier.FromPodAsync(shell, new PodCopyResult(), source, destination, Options, Deadline());

        AssertSame(source, destination, withModes: !without.Contains("stat"));
        Assert.Equal(6, result.Files);
        Assert.Equal(without.Contains("stat") ? 1 : 0, result.Skipped.Count);
    }

    [Theory]
    [InlineData]
    [InlineData("tar")]
    public async Task All_input_is_taken_also_where_the_copy_fails(params string[] without)
    {
        // Kubernetes keeps to itself how a command ended that has left input unread.
        using var shell = new LocalShell(true, without);
        var source = Path.Combine(_folder, "large");
        await File.WriteAllBytesAsync(source, new byte[3_000_000]);
        var occupied = Path.Combine(_folder, "inside");
        Directory.CreateDirectory(Path.Combine(occupied, "large"));
        var fed = new FedShell(shell);

        var error = await Assert.ThrowsAsync<KubernetesException>(
            () => PodCopier.ToPodAsync(fed, new PodCopyResult(), source, occupied, Options, Deadline()));

        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, fed.Finished);
    }

    [Fact]
    public async Task A_folder_does_not_take_the_place_of_a_file()
    {
        using var shell = new LocalShell(true);
        var source = MakeTree(Path.Combine(_folder, "tree"));
        var occupied = Path.Combine(_folder, "occupied");
        await File.WriteAllTextAsync(occupied, "text");

        var error = await Assert.ThrowsAsync<KubernetesException>(
            () => PodCopier.ToPodAsync(shell, new PodCopyResult(), source, occupied, Options, Deadline()));

        Assert.Contains("occupied is no folder", error.Message, StringComparison.Ordinal);
        Assert.Equal("text", await File.ReadAllTextAsync(occupied));
    }

    [Fact]
    public async Task A_single_file_gets_the_name_that_it_is_given()
    {
        using var shell = new LocalShell(canEndInput: true);
        var source = Path.Combine(_folder, "a file");
        await File.WriteAllTextAsync(source, "text");

        await PodCopier.ToPodAsync(shell, new PodCopyResult(), source, Path.Combine(_folder, "new", "b"), Options, Deadline());
        var result = await PodCopier.FromPodAsync(shell, new PodCopyResult(), Path.Combine(_folder, "new", "b"), Path.Combine(_folder, "c"), Options, Deadline());

        Assert.Equal("text", await File.ReadAllTextAsync(Path.Combine(_folder, "c")));
        Assert.Equal((1, 4L, Path.Combine(_folder, "c")), (result.Files, result.Bytes, result.Destination));
    }

    [Fact]
    public async Task Wildcards_are_expanded_in_the_container_and_nothing_in_them_is_run()
    {
        using var shell = new LocalShell(canEndInput: true);
        foreach (var name in new[] { "a 1.log", "a\n2.log", "b.txt" })
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, name), "");
        }

        Assert.Equal(
            [Path.Combine(_folder, "a\n2.log"), Path.Combine(_folder, "a 1.log")],
            (await PodCopier.FindAsync(shell, Path.Combine(_folder, "*.log"), Deadline())).Order(StringComparer.Ordinal));
        Assert.Empty(await PodCopier.FindAsync(shell, $"{_folder}/$(touch {_folder}/run)*; touch {_folder}/run", Deadline()));
        Assert.False(File.Exists(Path.Combine(_folder, "run")));
        Assert.Equal(["/no/wildcard"], await PodCopier.FindAsync(shell, "/no/wildcard", Deadline()));
    }

    [Fact]
    public async Task Progress_reaches_the_total()
    {
        using var shell = new LocalShell(canEndInput: true);
        var source = Path.Combine(_folder, "big");
        await File.WriteAllBytesAsync(source, new byte[3_000_000]);
        var seen = new List<CopyProgress>();

        await PodCopier.ToPodAsync(shell, new PodCopyResult(), source, Path.Combine(_folder, "copy"), Options with { Progress = new Recorder(seen) }, Deadline());

        Assert.Equal(new CopyProgress("big", 3_000_000, 3_000_000), seen[^1]);
        Assert.True(seen.Count > 10);
    }

    [Fact]
    public async Task What_does_not_exist_is_an_error_on_either_side()
    {
        using var shell = new LocalShell(canEndInput: true);
        var missing = Path.Combine(_folder, "missing");

        var here = await Assert.ThrowsAsync<KubernetesException>(() => PodCopier.ToPodAsync(shell, new PodCopyResult(), missing, "/tmp", Options, default));
        var there = await Assert.ThrowsAsync<KubernetesException>(() => PodCopier.FromPodAsync(shell, new PodCopyResult(), missing, _folder, Options, default));

        Assert.Equal(StreamReason.CopyPathInvalid, here.Reason);
        Assert.Equal(StreamReason.CopyPathInvalid, there.Reason);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData]
    [InlineData("tar")]
    public async Task What_is_neither_file_nor_folder_is_an_error_on_either_side_and_stays(params string[] without)
    {
        using var shell = new LocalShell(canEndInput: true, without);
        var (pipe, file) = (Path.Combine(_folder, "pipe"), Path.Combine(_folder, "file"));
        await File.WriteAllTextAsync(file, "text");
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", pipe);
        await mkfifo.WaitForExitAsync(Deadline());

        foreach (var copy in new[]
        {
            () => PodCopier.ToPodAsync(shell, new PodCopyResult(), pipe, Path.Combine(_folder, "a"), Options, Deadline()),
            () => PodCopier.ToPodAsync(shell, new PodCopyResult(), "/dev/zero", Path.Combine(_folder, "a"), Options, Deadline()),
            () => PodCopier.FromPodAsync(shell, new PodCopyResult(), pipe, Path.Combine(_folder, "a"), Options, Deadline()),
            () => PodCopier.ToPodAsync(shell, new PodCopyResult(), file, pipe, Options, Deadline()),
        })
        {
            Assert.Contains("neither a file nor a folder", (await Assert.ThrowsAsync<KubernetesException>(copy)).Message, StringComparison.Ordinal);
        }

        Assert.Equal([file, pipe], Directory.EnumerateFileSystemEntries(_folder).Order(StringComparer.Ordinal));
        Assert.Equal(4, new FileInfo(file).Length);
    }

    [Fact]
    public async Task A_pipe_in_a_folder_is_left_out_and_an_empty_file_is_not()
    {
        using var shell = new LocalShell(canEndInput: true);
        var source = Directory.CreateDirectory(Path.Combine(_folder, "tree")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "empty"), "");
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", Path.Combine(source, "pipe"));
        await mkfifo.WaitForExitAsync(Deadline());

        var result = await PodCopier.ToPodAsync(shell, new PodCopyResult(), source, Path.Combine(_folder, "copy"), Options, Deadline());

        Assert.Equal((1, "pipe"), (result.Files, result.Skipped.Single().Path));
        Assert.True(File.Exists(Path.Combine(_folder, "copy", "empty")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_leads_nowhere_or_is_older_than_an_archive_knows_is_copied_too(bool withTar)
    {
        using var shell = new LocalShell(canEndInput: true, withTar ? [] : ["tar"]);
        var source = Directory.CreateDirectory(Path.Combine(_folder, "tree")).FullName;
        File.CreateSymbolicLink(Path.Combine(source, "dangling"), "nowhere");
        await File.WriteAllTextAsync(Path.Combine(source, "old"), "text");
        File.SetLastWriteTimeUtc(Path.Combine(source, "old"), new DateTime(1969, 7, 20, 0, 0, 0, DateTimeKind.Utc));

        await PodCopier.ToPodAsync(shell, new PodCopyResult(), source, Path.Combine(_folder, "copy"), Options, Deadline());

        Assert.Equal("nowhere", new FileInfo(Path.Combine(_folder, "copy", "dangling")).LinkTarget);
        Assert.Equal("text", await File.ReadAllTextAsync(Path.Combine(_folder, "copy", "old")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_with_holes_arrives_whole_and_takes_no_more_room(bool withTar)
    {
        const int Size = 64 * 1024 * 1024;
        using var shell = new LocalShell(canEndInput: true, withTar ? [] : ["tar"]);
        var (source, copy) = (Path.Combine(_folder, "sparse"), Path.Combine(_folder, "copy"));
        await using (var file = File.OpenWrite(source))
        {
            file.SetLength(Size);
            file.Position = Size / 2;
            await file.WriteAsync("text"u8.ToArray());
        }

        var result = await PodCopier.FromPodAsync(shell, new PodCopyResult(), source, copy, Options, Deadline());

        Assert.Equal((Size, "md5sum"), (result.Bytes, result.Verification));
        Assert.Equal(await File.ReadAllBytesAsync(source), await File.ReadAllBytesAsync(copy));
        using var blocks = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%b", copy]) { RedirectStandardOutput = true })!;
        Assert.InRange(int.Parse(await blocks.StandardOutput.ReadToEndAsync(Deadline()), System.Globalization.CultureInfo.InvariantCulture), 0, Size / 512 / 8);
    }

    [Theory]
    [InlineData]
    [InlineData("tar")]
    public async Task What_the_kernel_makes_up_is_not_copied_as_empty_although_it_claims_to_be(params string[] without)
    {
        const string Made = "/proc/version";
        using var shell = new LocalShell(canEndInput: true, without);
        var (there, back) = (Path.Combine(_folder, "there"), Path.Combine(_folder, "back"));

        await PodCopier.ToPodAsync(shell, new PodCopyResult(), Made, there, Options, Deadline());
        await PodCopier.FromPodAsync(shell, new PodCopyResult(), Made, back, Options, Deadline());

        var expected = await File.ReadAllTextAsync(Made);
        Assert.NotEmpty(expected);
        Assert.Equal((expected, expected), (await File.ReadAllTextAsync(there), await File.ReadAllTextAsync(back)));
    }

    [Fact]
    public async Task A_container_without_any_tool_says_what_is_missing()
    {
        using var shell = new LocalShell(canEndInput: true, "sh", "tar");

        var error = await Assert.ThrowsAsync<KubernetesException>(() => PodCopier.FromPodAsync(shell, new PodCopyResult(), "/etc", _folder, Options, default));

        Assert.Equal(StreamReason.CopyToolMissing, error.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_whose_input_ends_early_leaves_nothing_in_the_container(bool withTar)
    {
        using var shell = new LocalShell(canEndInput: true, withTar ? [] : ["tar"]);
        var source = Path.Combine(_folder, "source");
        await File.WriteAllBytesAsync(source, new byte[500_000]);
        var inside = Directory.CreateDirectory(Path.Combine(_folder, "inside")).FullName;

        var error = await Assert.ThrowsAsync<KubernetesException>(() =>
            PodCopier.ToPodAsync(new ShortInput(shell, 200_000), new PodCopyResult(), source, Path.Combine(inside, "file"), Options, Deadline()));

        Assert.Equal(StreamReason.CopyIncomplete, error.Reason);
        Assert.Empty(Directory.EnumerateFileSystemEntries(inside));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tree_is_merged_into_a_folder_that_is_there(bool withTar)
    {
        using var shell = new LocalShell(canEndInput: true, withTar ? [] : ["tar"]);
        var source = MakeTree(Path.Combine(_folder, "tree"));
        var there = Directory.CreateDirectory(Path.Combine(_folder, "inside", "tree", "sub")).FullName;
        await File.WriteAllTextAsync(Path.Combine(there, "old"), "old");
        await File.WriteAllTextAsync(Path.Combine(there, "..", "text"), "replaced");

        await PodCopier.ToPodAsync(shell, new PodCopyResult(), source, Path.Combine(_folder, "inside"), Options, Deadline());

        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(there, "old")));
        File.Delete(Path.Combine(there, "old"));
        AssertSame(source, Path.Combine(_folder, "inside", "tree"));
    }

    [Fact]
    public async Task A_link_that_is_in_the_destination_already_is_not_followed()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_folder, "outside")).FullName;
        var destination = Directory.CreateDirectory(Path.Combine(_folder, "in", "data")).FullName;
        File.CreateSymbolicLink(Path.Combine(destination, "sub"), outside);
        var shell = new ArchiveShell(ArchiveShell.ArchiveOf(ArchiveShell.FileOf("./data/sub/file", "text")));

        var result = await PodCopier.FromPodAsync(shell, new PodCopyResult(), "/data", Path.GetDirectoryName(destination)!, Options, Deadline());

        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.Equal("a link is in the way", Assert.Single(result.Skipped).Reason);
    }

    [Fact]
    public async Task An_archive_that_breaks_off_fails_and_leaves_no_short_file()
    {
        var archive = ArchiveShell.ArchiveOf(ArchiveShell.FileOf("./data", new string('x', 100_000)));
        var destination = Path.Combine(_folder, "data");

        var error = await Assert.ThrowsAsync<KubernetesException>(() =>
            PodCopier.FromPodAsync(new ArchiveShell(archive[..50_000]), new PodCopyResult(), "/data", destination, Options, Deadline()));

        Assert.Equal(StreamReason.CopyIncomplete, error.Reason);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Deadline() => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    private static string MakeTree(string root)
    {
        Directory.CreateDirectory(Path.Combine(root, "sub", "empty folder"));
        File.WriteAllText(Path.Combine(root, "text"), "hello");
        File.WriteAllText(Path.Combine(root, "empty"), "");
        File.WriteAllText(Path.Combine(root, "with space and ümläut"), "x");
        File.WriteAllText(Path.Combine(root, "-dash"), "y");
        File.WriteAllText(Path.Combine(root, ".hidden"), "z");
        var data = new byte[1_000_000];
        new Random(5).NextBytes(data);
        File.WriteAllBytes(Path.Combine(root, "sub", new string('n', 120)), data);
        File.SetUnixFileMode(Path.Combine(root, "text"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetLastWriteTimeUtc(Path.Combine(root, "text"), Time);
        File.CreateSymbolicLink(Path.Combine(root, "link"), "sub");
        return root;
    }

    private static void AssertSame(string expected, string actual, bool withModes = true)
    {
        var names = Names(expected);
        Assert.Equal(names, Names(actual));
        foreach (var name in names)
        {
            var (left, right) = (new FileInfo(Path.Combine(expected, name)), new FileInfo(Path.Combine(actual, name)));
            Assert.Equal(left.LinkTarget, right.LinkTarget);
            if (left is { Exists: true, LinkTarget: null })
            {
                Assert.Equal(File.ReadAllBytes(left.FullName), File.ReadAllBytes(right.FullName));
            }
        }

        if (withModes)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(actual, "text")));
            Assert.Equal(Time, File.GetLastWriteTimeUtc(Path.Combine(actual, "text")));
        }
    }

    private static List<string> Names(string root) =>
        Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path))
            .Where(name => !name.StartsWith("link/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();

    /// <summary>A container that gets no more than the beginning of its input.</summary>
    private sealed class ShortInput(IRemoteShell shell, int most) : IRemoteShell
    {
        public Task<RemoteRun> RunAsync(IReadOnlyList<string> command, StreamWork? feed, StreamWork? read, CancellationToken cancellationToken) =>
            shell.RunAsync(
                command,
                feed is null ? null : async (input, cancel) =>
                {
                    using var all = new MemoryStream();
                    await feed(all, cancel);
                    await input.WriteAsync(all.GetBuffer().AsMemory(0, Math.Min((int)all.Length, most)), cancel);
                },
                read,
                cancellationToken);
    }

    private sealed class Recorder(List<CopyProgress> seen) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value) => seen.Add(value);
    }

    /// <summary>Counts the commands that took all of their input.</summary>
    private sealed class FedShell(IRemoteShell shell) : IRemoteShell
    {
        public int Finished { get; private set; }

        public Task<RemoteRun> RunAsync(IReadOnlyList<string> command, StreamWork? feed, StreamWork? read, CancellationToken cancellationToken) =>
            shell.RunAsync(
                command,
                feed is null ? null : async (input, cancel) =>
                {
                    await feed(input, cancel);
                    Finished++;
                },
                read,
                cancellationToken);
    }
}
