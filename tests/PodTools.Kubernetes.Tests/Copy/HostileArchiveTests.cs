using System.Buffers.Binary;
using System.Formats.Tar;
using System.Runtime.Versioning;
using System.Text;
using PodTools.Kubernetes.Copy;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Copy;

/// <summary>
/// What a container may send in place of an honest archive. Each is sent beside an honest file; whatever becomes of it,
/// nothing is written outside of the destination, and the user is told.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class HostileArchiveTests(ITestOutputHelper output) : IDisposable
{
    private const string Refused = "refused";
    private readonly string _folder = Directory.CreateTempSubdirectory("podtools-hostile-").FullName;

    [Fact]
    public async Task Nothing_is_written_outside_of_the_destination_and_all_is_reported()
    {
        foreach (var (attack, expected, entries) in Attacks())
        {
            var outcome = await SendAsync(ArchiveShell.ArchiveOf([Folder("./data"), ArchiveShell.FileOf("./data/good", "good"), .. entries]));
            output.WriteLine($"{attack,-45} {outcome}");
            Assert.Contains(expected, outcome, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_bomb_is_refused_before_it_fills_the_disk()
    {
        var enormous = ArchiveShell.ArchiveOf(new GnuTarEntry(TarEntryType.RegularFile, "./data"));
        foreach (var (attack, size) in new[] { ("a size of 2 EiB", long.MaxValue / 4), ("a size of 8 EiB", long.MaxValue) })
        {
            SetSize(enormous, size);
            var outcome = await SendAsync(enormous);
            output.WriteLine($"{attack,-45} {outcome}");
            Assert.StartsWith(Refused, outcome, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_no_archive_is_an_error()
    {
        var honest = ArchiveShell.ArchiveOf(Folder("./data"), ArchiveShell.FileOf("./data/good", new string('x', 3000)));
        var broken = (byte[])honest.Clone();
        broken[124] ^= 0x48;
        foreach (var (attack, bytes) in new[]
        {
            ("cut in the middle of a file", honest[..3000]), ("cut in the middle of a head", honest[..800]), ("a damaged head", broken),
            ("text", Encoding.UTF8.GetBytes(new string('?', 5000))), ("zeros", new byte[10240]), ("nothing", []),
        })
        {
            var outcome = await SendAsync(bytes);
            output.WriteLine($"{attack,-45} {outcome}");
            Assert.StartsWith(Refused, outcome, StringComparison.Ordinal);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IEnumerable<(string Attack, string Expected, TarEntry[] Entries)> Attacks()
    {
        var outside = Path.Combine(_folder, "outside");
        yield return ("an absolute path", "outside of the destination", [ArchiveShell.FileOf(outside, "x")]);
        yield return ("a path that climbs", "outside of the destination", [ArchiveShell.FileOf("./data/../../outside", "x")]);
        yield return ("a path that climbs and comes back", "outside of the destination", [ArchiveShell.FileOf("./data/../../data/outside", "x")]);
        yield return ("a folder that climbs", "outside of the destination", [Folder("../outside")]);
        yield return ("something not asked for", "not part of what was asked for", [ArchiveShell.FileOf("outside", "x")]);
        yield return ("a link to an absolute path", "a link that leads out", [Link("./data/link", _folder)]);
        yield return ("a link that climbs", "a link that leads out", [Link("./data/link", "../..")]);
        yield return ("a link by way of a link", "a link that leads out", [Link("./data/a", "."), Link("./data/link", "a/../../..")]);
        yield return (
            "a link that climbs behind a link",
            "a link that leads out",
            [Folder("./data/x"), Folder("./data/x/y"), Link("./data/x/y/a", "."), Link("./data/link", "x/y/a/../../..")]);
        yield return ("a file through a link that leads out", "a link that leads out", [Link("./data/link", "../.."), ArchiveShell.FileOf("./data/link/outside", "x")]);
        yield return ("a file through a link that stays inside", "good", [Link("./data/link", "sub"), Folder("./data/sub"), ArchiveShell.FileOf("./data/link/inner", "x")]);
        yield return ("a link in the place of a folder, then a file", "", [Folder("./data/sub"), Link("./data/sub", ".."), ArchiveShell.FileOf("./data/sub/outside", "x")]);
        yield return ("the root as a link", Refused, [Link("./data", _folder)]);
        yield return ("a hard link to an absolute path", "outside of the destination", [Hard("./data/hard", "/etc/passwd")]);
        yield return ("a hard link that climbs", "outside of the destination", [Hard("./data/hard", "./data/../../etc/passwd")]);
        yield return ("a hard link to a link", "which was not copied", [Link("./data/link", "good"), Hard("./data/hard", "./data/link")]);
        yield return ("a device", "BlockDevice", [new PaxTarEntry(TarEntryType.BlockDevice, "./data/device") { DeviceMajor = 8 }]);
        yield return ("a terminal", "CharacterDevice", [new PaxTarEntry(TarEntryType.CharacterDevice, "./data/device") { DeviceMajor = 5 }]);
        yield return ("a pipe", "Fifo", [new PaxTarEntry(TarEntryType.Fifo, "./data/pipe")]);
        yield return ("a file that runs as somebody else", "good", [Mode(ArchiveShell.FileOf("./data/su", "x"), UnixFileMode.SetUser | UnixFileMode.UserExecute | UnixFileMode.UserRead)]);
        yield return ("the same file twice", "good", [ArchiveShell.FileOf("./data/good", "good")]);
        yield return ("a file in the place of a folder", Refused, [Folder("./data/sub"), ArchiveShell.FileOf("./data/sub/x", "x"), ArchiveShell.FileOf("./data/sub", "x")]);
        yield return ("an absolute path before a failure", "outside of the destination", [ArchiveShell.FileOf(outside, "x"), Folder("./data/sub"), ArchiveShell.FileOf("./data/sub", "x")]);
        yield return ("a name that no file can have", "does not allow its name", [ArchiveShell.FileOf($"./data/{new string('x', 300)}", "x")]);
        yield return ("a name that a shell would run", "good", [ArchiveShell.FileOf("./data/\u0001 '\"$(touch outside)", "x")]);
    }

    /// <summary>Copies from a container that sends an archive; looks that nothing else was touched.</summary>
    /// <returns>What the user is told.</returns>
    private async Task<string> SendAsync(byte[] archive)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var destination = Path.Combine(_folder, "in", "data");
        string outcome;
        Directory.CreateDirectory(Path.Combine(_folder, "in"));
        try
        {
            var result = await PodCopier.FromPodAsync(new ArchiveShell(archive), new PodCopyResult(), "/data", destination, new CopyOptions(), limit.Token);
            outcome = $"{await File.ReadAllTextAsync(Path.Combine(destination, "good"))}; {string.Join("; ", result.Skipped)}";
        }
        catch (KubernetesException e)
        {
            outcome = $"{Refused}, {e.Reason}: {e.Message}";
        }

        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_folder), entry => Path.GetFileName(entry) != "in");
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "in")), entry => Path.GetFileName(entry) != "data");
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }),
            file => file.Contains(".podtools-", StringComparison.Ordinal) || (File.GetUnixFileMode(file) & UnixFileMode.SetUser) != 0);
        Directory.Delete(Path.Combine(_folder, "in"), recursive: true);
        return outcome;
    }

    private static PaxTarEntry Folder(string name) => new(TarEntryType.Directory, name);

    private static PaxTarEntry Link(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };

    private static PaxTarEntry Hard(string name, string target) => new(TarEntryType.HardLink, name) { LinkName = target };

    private static TarEntry Mode(TarEntry entry, UnixFileMode mode)
    {
        entry.Mode = mode;
        return entry;
    }

    /// <summary>Changes the size in an archive's first header (in binary form, at 124), and its checksum (at 148) with it.</summary>
    private static void SetSize(byte[] archive, long size)
    {
        archive.AsSpan(124, 12).Clear();
        archive[124] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(archive.AsSpan(128, 8), size);
        Array.Fill(archive, (byte)' ', 148, 8);
        var checksum = Convert.ToString(archive.Take(512).Sum(value => value), 8).PadLeft(6, '0');
        Encoding.ASCII.GetBytes(checksum + "\0 ").CopyTo(archive, 148);
    }
}
