using System.Text;

namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>
/// The file tree of an isolated container: this machine's programs read from where they are, everything that a container
/// writes to in a folder of its own, and volumes where the pod mounts them. The folder is prepared from outside; the
/// mounts are one table that <c>mount</c> reads inside the new namespaces.
/// </summary>
internal sealed class IsolatedRoot(string folder)
{
    private static readonly string[] Programs = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/usr", "/etc", "/opt", "/nix", "/gnu"];
    private static readonly string[] Own =
        ["tmp", "run", "proc", "mnt", "root", "home", "srv", "dev/shm", "dev/pts", "var/log", "var/tmp", "var/cache", "var/lib"];
    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom", "tty"];

    private const UnixFileMode FileMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode ProgramMode =
        FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly StringBuilder _table = new();
    private readonly string _root = Path.Combine(folder, "root");

    private string TablePath => Path.Combine(folder, "mounts");

    private string ScriptPath => Path.Combine(folder, "start.sh");

    /// <summary>Where a path of the container is on this machine, for files of the container's own.</summary>
    public string HostPath(string path) => Path.Combine(_root, path.TrimStart('/'));

    /// <summary>Prepares the tree.</summary>
    /// <param name="volumes">What is mounted where: the path in the container, the folder or file on this machine.</param>
    /// <param name="files">Files of this machine's tree that the container sees with another content, as <c>/etc/hosts</c>.</param>
    public void Build(IReadOnlyCollection<(string Path, string Source)> volumes, IReadOnlyDictionary<string, string> files)
    {
        var mounts = volumes.Select(volume => (Path: Resolve(volume.Path), volume.Source)).OrderBy(mount => mount.Path.Length).ToList();
        var targets = mounts.ConvertAll(mount => mount.Path);
        foreach (var own in Own)
        {
            Directory.CreateDirectory(Path.Combine(_root, own));
        }

        File.CreateSymbolicLink(HostPath("/var/run"), "/run");
        foreach (var entry in Programs.Where(Path.Exists))
        {
            Show(entry, targets);
        }

        BuildDevices();
        Mount("proc", "/proc", "proc", "defaults");
        foreach (var (path, content) in files.Where(file => File.Exists(file.Key)))
        {
            var source = Path.Combine(folder, Path.GetFileName(path));
            File.WriteAllText(source, content);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(source, content.StartsWith("#!", StringComparison.Ordinal) ? ProgramMode : FileMode);
            }

            Mount(source, path, "none", "bind");
        }

        foreach (var (path, source) in mounts)
        {
            MakeTarget(HostPath(path), source);
            Mount(source, path, "none", "bind");
        }

        File.WriteAllText(TablePath, _table.ToString());
        File.WriteAllText(ScriptPath, """
            mount --all --fstab "$1" || exit 125
            { hostname "$2" || echo "$2" > /proc/sys/kernel/hostname; } 2>/dev/null
            root=$3 dir=$4 session=$5
            shift 5
            exec $session chroot "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$dir" "$@"
            """);
    }

    /// <summary>The command line that starts a command as the first process of the container.</summary>
    /// <param name="hostName">The container's host name.</param>
    /// <param name="workingDirectory">Where it starts, as the container sees it.</param>
    /// <param name="terminal">Whether its standard streams are a terminal, which it then owns.</param>
    /// <param name="command">The command.</param>
    public IReadOnlyList<string> Command(string hostName, string workingDirectory, bool terminal, IReadOnlyList<string> command) =>
        Isolation.Unshare(["/bin/sh", ScriptPath, TablePath, hostName, _root, workingDirectory, terminal ? "setsid --ctty" : "", .. command]);

    // A folder in which something is mounted at a place that this machine does not have is taken apart on the way there.
    private void Show(string path, List<string> targets)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is { } link)
        {
            File.CreateSymbolicLink(HostPath(path), link);
        }
        else if (!Directory.Exists(path))
        {
            File.WriteAllBytes(HostPath(path), []);
            Mount(path, path, "none", "bind,ro");
        }
        else if (targets.Exists(target => target.StartsWith(path + "/", StringComparison.Ordinal) && !Path.Exists(target)))
        {
            Directory.CreateDirectory(HostPath(path));
            foreach (var entry in Directory.EnumerateFileSystemEntries(path))
            {
                Show(entry, targets);
            }
        }
        else if (!targets.Contains(path))
        {
            Directory.CreateDirectory(HostPath(path));
            Mount(path, path, "none", "rbind,ro");
        }
    }

    // A link in the container's tree leads, seen from outside, into this machine's: targets are named without links.
    private static string Resolve(string path)
    {
        var resolved = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, part);
            var link = next == "/var/run" ? "/run"
                : Programs.Contains("/" + next.Split('/')[1]) ? new FileInfo(next).LinkTarget : null;
            resolved = link is null ? next : Path.GetFullPath(Path.Combine(resolved, link));
        }

        return resolved;
    }

    private void BuildDevices()
    {
        foreach (var device in Devices)
        {
            File.WriteAllBytes(HostPath("/dev/" + device), []);
            Mount("/dev/" + device, "/dev/" + device, "none", "bind");
        }

        Mount("/dev/pts", "/dev/pts", "none", "rbind");
        File.CreateSymbolicLink(HostPath("/dev/ptmx"), "pts/ptmx");
        File.CreateSymbolicLink(HostPath("/dev/fd"), "/proc/self/fd");
        File.CreateSymbolicLink(HostPath("/dev/stdin"), "/proc/self/fd/0");
        File.CreateSymbolicLink(HostPath("/dev/stdout"), "/proc/self/fd/1");
        File.CreateSymbolicLink(HostPath("/dev/stderr"), "/proc/self/fd/2");
    }

    private static void MakeTarget(string target, string source)
    {
        if (Path.Exists(target))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (Directory.Exists(source))
        {
            Directory.CreateDirectory(target);
        }
        else
        {
            File.WriteAllBytes(target, []);
        }
    }

    private void Mount(string source, string target, string type, string options) =>
        _table.Append(Escape(source)).Append(' ').Append(Escape(HostPath(target))).Append(' ')
            .Append(type).Append(' ').Append(options).Append(" 0 0\n");

    private static string Escape(string path) =>
        path.Replace("\\", "\\134", StringComparison.Ordinal).Replace(" ", "\\040", StringComparison.Ordinal).Replace("\t", "\\011", StringComparison.Ordinal);
}
